"""Files made to lead astray: nothing on the network or elsewhere on the disk is reached through one."""

import json
import socket
import struct
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import av
import pytest

from coach.core.errors import UnreadableAudio
from coach.engines.soundfiles import SoundFiles
from tests.engines.recordings import wav_header

ROOT = Path(__file__).parents[2]


class Listener:
    """Counts whoever knocks at a port of this machine."""

    def __init__(self) -> None:
        self.knocks = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.address = f"127.0.0.1:{self._socket.getsockname()[1]}"
        self._thread = threading.Thread(target=self._serve, daemon=True)
        self._thread.start()

    def _serve(self) -> None:
        while True:
            try:
                visitor, _ = self._socket.accept()
            except OSError:
                return
            self.knocks += 1
            visitor.close()

    def close(self) -> None:
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()
        self._thread.join()


@contextmanager
def listening() -> Iterator[Listener]:
    listener = Listener()
    try:
        yield listener
    finally:
        listener.close()


def hostile(address: str, canary: Path) -> dict[str, bytes]:
    web, local = f"http://{address}/a.wav", canary.as_uri()
    dash = (
        '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011" type="static" mediaPresentationDuration="PT5S">'
        f'<Period><AdaptationSet mimeType="audio/wav"><Representation id="1"><BaseURL>{web}</BaseURL></Representation>'
        "</AdaptationSet></Period></MPD>"
    )
    texts = {
        "hls web": f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{web}\n#EXT-X-ENDLIST\n",
        "hls file": f"#EXTM3U\n#EXT-X-TARGETDURATION:5\n#EXTINF:5,\n{local}\n#EXT-X-ENDLIST\n",
        "concat web": f"ffconcat version 1.0\nfile '{web}'\n",
        "concat file": f"ffconcat version 1.0\nfile '{canary}'\n",
        "sdp": f"v=0\no=- 0 0 IN IP4 127.0.0.1\ns=x\nc=IN IP4 127.0.0.1\nt=0 0\nm=audio {address.split(':')[1]} RTP/AVP 0\n",
        "dash": dash,
        "rtsp redirect": f"RTSPtextRTSP://{address}/x\n",
    }
    made = {name: text.encode() for name, text in texts.items()}
    made["hls in wav's clothes"] = b"RIFF\x24\x00\x00\x00WAVE" + made["hls web"]
    made["hls behind an mp3 tag"] = b"ID3\x04\x00\x00\x00\x00\x00\x00" + made["hls web"]
    made["sdp behind an mp3 tag"] = b"ID3\x04\x00\x00\x00\x00\x00\x00\n" + made["sdp"]
    made["concat behind ogg"] = b"OggS" + made["concat web"]
    made["concat behind matroska"] = b"\x1aE\xdf\xa3" + made["concat file"]
    made["mov that points elsewhere"] = mov_with_reference(canary)
    return made


def mov_with_reference(target: Path) -> bytes:
    """A QuickTime file whose samples lie in another file (a `dref` of the kind `alis`)."""

    def box(name: bytes, *content: bytes) -> bytes:
        body = b"".join(content)
        return struct.pack(">I", 8 + len(body)) + name + body

    path = str(target).encode()
    extra = (
        struct.pack(">hh", 2, len(path))
        + path
        + (b"\0" if len(path) % 2 else b"")
        + struct.pack(">h", -1)
        + b"\0\0"
    )
    dref = box(b"dref", struct.pack(">II", 0, 1), box(b"alis", bytes(4 + 150), extra))
    entry = box(b"sowt", bytes(6), struct.pack(">HHHIHHHHI", 1, 0, 0, 0, 1, 16, 0, 0, 16000 << 16))
    table = box(
        b"stbl",
        box(b"stsd", struct.pack(">II", 0, 1), entry),
        box(b"stts", struct.pack(">IIII", 0, 1, 1600, 1)),
        box(b"stsc", struct.pack(">IIIII", 0, 1, 1, 1600, 1)),
        box(b"stsz", struct.pack(">III", 0, 2, 1600)),
        box(b"stco", struct.pack(">III", 0, 1, 0)),
    )
    media = box(
        b"mdia",
        box(b"mdhd", struct.pack(">IIIIIHH", 0, 0, 0, 16000, 1600, 0, 0)),
        box(b"hdlr", struct.pack(">I", 0), b"mhlrsoun", bytes(13)),
        box(b"minf", box(b"smhd", bytes(8)), box(b"dinf", dref), table),
    )
    track = box(b"trak", box(b"tkhd", struct.pack(">IIIII", 1, 0, 0, 1, 0), bytes(72)), media)
    return box(b"ftyp", b"qt  ", bytes(4), b"qt  ") + box(
        b"moov", box(b"mvhd", struct.pack(">IIIII", 0, 0, 0, 1000, 100), bytes(80)), track
    )


EXTENSIONS = ("wav", "m3u8", "m3u", "mp3", "m4a", "mov", "ffconcat", "sdp", "webm", "txt")


def test_hostile_files_reach_neither_the_network_nor_other_files(tmp_path: Path) -> None:
    canary = tmp_path / "canary.wav"
    canary.write_bytes(wav_header(16000, data=b"\x11\x22" * 8000))
    tried = 0
    with listening() as listener:
        for name, content in hostile(listener.address, canary).items():
            for extension in EXTENSIONS:
                path = tmp_path / f"{name}.{extension}"
                path.write_bytes(content)
                heard = b""
                with suppress(UnreadableAudio):
                    heard = b"".join(SoundFiles().blocks(path))
                assert b"\x11\x22\x11\x22" not in heard, (name, extension)
                tried += 1
        assert listener.knocks == 0
        unguarded = {"protocol_whitelist": "file,http,tcp"}
        with suppress(av.error.FFmpegError), av.open(str(tmp_path / "hls web.m3u8"), options=unguarded):
            pass
        assert listener.knocks > 0, "the trap itself must work"
    unguarded = {"enable_drefs": "1", "use_absolute_path": "1"}
    with av.open(str(tmp_path / "mov that points elsewhere.mov"), options=unguarded) as film:
        leaked = b"".join(bytes(frame.planes[0]) for frame in film.decode(audio=0))
    assert b"\x11\x22\x11\x22" in leaked, "the trap itself must work"
    assert tried == 130


@pytest.mark.slow
@pytest.mark.skipif(sys.platform != "linux", reason="strace is Linux")
def test_hostile_files_make_no_system_call_towards_the_canary(tmp_path: Path) -> None:
    if subprocess.run(["which", "strace"], capture_output=True, check=False).returncode:
        pytest.skip("needs strace: sudo apt install strace")
    canary = tmp_path / "canary.wav"
    canary.write_bytes(wav_header(16000))
    files = []
    for name, content in hostile("127.0.0.1:9", canary).items():
        path = tmp_path / f"{name}.wav"
        path.write_bytes(content)
        files.append(str(path))
    script = (
        "import json, sys; sys.path.insert(0, sys.argv[1])\n"
        "from pathlib import Path\n"
        "from coach.engines.soundfiles import SoundFiles\n"
        "from coach.core.errors import UnreadableAudio\n"
        "for name in json.loads(sys.argv[2]):\n"
        "    try: list(SoundFiles().blocks(Path(name)))\n"
        "    except UnreadableAudio: pass\n"
    )
    log = tmp_path / "strace.log"
    done = subprocess.run(
        [
            "strace",
            "-f",
            "-qq",
            "-o",
            str(log),
            "-e",
            "trace=open,openat,connect,sendto,socket",
            sys.executable,
            "-c",
            script,
            str(ROOT),
            json.dumps(files),
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    if "Operation not permitted" in done.stderr:
        pytest.skip("strace may not trace here")
    assert done.returncode == 0, done.stderr
    calls = log.read_text(encoding="utf-8")
    assert calls.count('hls web.wav"') == 1, "the trace must see our own files"
    assert str(canary) not in calls
    assert "AF_INET" not in calls
