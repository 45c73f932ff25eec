// Hands the token of the address over for a cookie, then opens the page without it in the history.

const token = location.hash.slice(1);
history.replaceState(null, "", "/start");

function say(happened, next) {
  document.getElementById("happened").textContent = happened;
  document.getElementById("next").textContent = next;
}

async function open() {
  const answer = await fetch("/start", {
    method: "POST",
    headers: { "Content-Type": "application/json" },
    body: JSON.stringify({ token }),
  });
  if (!answer.ok) {
    const { happened, next } = await answer.json();
    say(happened, next);
    return;
  }
  location.replace("/");
}

open().catch(() => say("coach does not answer.", "Start it again in the terminal: coach web"));
