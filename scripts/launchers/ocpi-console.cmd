@echo off
rem OCPI Console on the command line: ocpi-console key-group list --json
rem A batch file waits for the program and hands back its exit code; -- ends what Chromium reads.
"%~dp0..\OCPI Console.exe" -- --cli %*
exit /b %ERRORLEVEL%
