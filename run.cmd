@echo off
rem Subsidy Desk. Finds Python 3.11 or newer and hands over to desktop\setup; the same as ./run elsewhere.
setlocal
where py >nul 2>nul
if errorlevel 1 goto plain
py -3 -I -S -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if errorlevel 1 goto plain
py -3 -I -S "%~dp0desktop\setup" %*
exit /b %errorlevel%
:plain
python -I -S -c "import sys; sys.exit(sys.version_info < (3, 11))" >nul 2>nul
if errorlevel 1 goto missing
python -I -S "%~dp0desktop\setup" %*
exit /b %errorlevel%
:missing
rem Plain ASCII: a batch file is read in the console's own code page.
echo Python 3.11 or newer was not found. Please install it ("Add python.exe to PATH"), then run this again. 1>&2
exit /b 2
