; The Windows installer, for Inno Setup 6. It cannot be run on Linux: there the tests only see that every
; file it names is made or is there, and that its version comes from app/__init__.py.
;
; On Windows, in the project's root:
;   python packaging\dev.py build
;   iscc /DVersion=%VERSION% packaging\windows\counterfoil.iss      (VERSION: what `dev.py version` prints)
;   signtool sign /fd SHA256 /tr %TIMESTAMP% /td SHA256 dist\counterfoil-%VERSION%-setup.exe

#ifndef Version
  #error "Say the version: iscc /DVersion=..."
#endif

[Setup]
AppId={{6D0B6C7A-6A7E-4E0C-9C7B-C0F1E7F011CF}
AppName=Counterfoil
AppVersion={#Version}
AppPublisher=The Counterfoil authors
DefaultDirName={autopf}\Counterfoil
DefaultGroupName=Counterfoil
; For one person without rights, or for all with them: the installer asks.
PrivilegesRequired=lowest
PrivilegesRequiredOverridesAllowed=dialog
ArchitecturesAllowed=x64compatible
ArchitecturesInstallIn64BitMode=x64compatible
SourceDir=..\..
OutputDir=dist
OutputBaseFilename=counterfoil-{#Version}-setup
SetupIconFile=dist\counterfoil.ico
UninstallDisplayIcon={app}\counterfoil.exe
LicenseFile=LICENSE
Compression=lzma2
SolidCompression=yes
ChangesAssociations=yes
CloseApplications=yes

[Files]
Source: "dist\counterfoil\*"; DestDir: "{app}"; Flags: recursesubdirs ignoreversion
Source: "README.md"; DestDir: "{app}"

[InstallDelete]
; Parts of an older build that a newer one no longer has. A workspace is never below this folder.
Type: filesandordirs; Name: "{app}\_internal"

[Icons]
Name: "{group}\Counterfoil"; Filename: "{app}\counterfoil.exe"; AppUserModelID: "Counterfoil.Counterfoil"

[Registry]
; "Open with" for CSV and XLSX; the program that opens it by a double click stays as it is.
Root: HKA; Subkey: "Software\Classes\Counterfoil.csv"; ValueType: string; ValueData: "Table"; Flags: uninsdeletekey
Root: HKA; Subkey: "Software\Classes\Counterfoil.csv\DefaultIcon"; ValueType: string; ValueData: "{app}\counterfoil.exe,0"
Root: HKA; Subkey: "Software\Classes\Counterfoil.csv\shell\open\command"; ValueType: string; ValueData: """{app}\counterfoil.exe"" ""%1"""
Root: HKA; Subkey: "Software\Classes\.csv\OpenWithProgids"; ValueType: string; ValueName: "Counterfoil.csv"; Flags: uninsdeletevalue
Root: HKA; Subkey: "Software\Classes\.xlsx\OpenWithProgids"; ValueType: string; ValueName: "Counterfoil.csv"; Flags: uninsdeletevalue

[Run]
Filename: "{app}\counterfoil-cli.exe"; Parameters: "--self-check"; Flags: runhidden; StatusMsg: "Checking the installation..."
Filename: "{app}\counterfoil.exe"; Description: "Start Counterfoil"; Flags: postinstall nowait skipifsilent
