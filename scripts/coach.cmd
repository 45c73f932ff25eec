@echo off
rem coach on Windows, from a clone: the same steps as scripts/coach. Not yet run on Windows.
setlocal
set "root=%~dp0.."
set "python="
for %%v in (3.14 3.13 3.12 3.11) do if not defined python py -%%v -c "import venv" >nul 2>nul && set "python=py -%%v"
if not defined python (
    echo coach needs Python 3.11, 3.12, 3.13 or 3.14, and there is none here. Install one and run this again. 1>&2
    exit /b 3
)
%python% -E -s "%root%\scripts\setup.py" coach
if errorlevel 1 exit /b %errorlevel%
"%root%\.venv\Scripts\python.exe" -I -m coach %*
exit /b %errorlevel%
