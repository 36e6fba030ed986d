#!/bin/sh
# Signs, packs and notarises the app bundle. It cannot be run on Linux: there the tests only see that every
# file it names is made or is there, and that its version comes from app/__init__.py.
#
# On a Mac, in the project's root, after `python3 packaging/dev.py build` has made dist/Counterfoil.app:
#   SIGNER="Developer ID Application: ..." NOTARY=profile sh packaging/macos/package.sh
# SIGNER is the certificate in the login keychain. NOTARY names what `xcrun notarytool store-credentials`
# keeps there. Without them the package is signed for this Mac alone and others will not open it.
set -eu

version=$(python3 packaging/dev.py version)
bundle=dist/Counterfoil.app
image="dist/Counterfoil-$version.dmg"

options="--force --timestamp --options runtime"
[ -n "${SIGNER:-}" ] || options="--force"
# What is inside first: a signature covers what it finds.
find "$bundle/Contents" -type f \( -name '*.dylib' -o -name '*.so' \) -exec \
  codesign $options --sign "${SIGNER:--}" {} +
codesign $options --deep --entitlements packaging/macos/entitlements.plist --sign "${SIGNER:--}" "$bundle"
codesign --verify --deep --strict "$bundle"
"$bundle/Contents/MacOS/counterfoil" --self-check

folder=$(mktemp -d)
cp -R "$bundle" "$folder/"
cp LICENSE "$folder/"
ln -s /Applications "$folder/Applications"
hdiutil create -volname Counterfoil -srcfolder "$folder" -ov -format UDZO "$image"
rm -r "$folder"

if [ -n "${SIGNER:-}" ] && [ -n "${NOTARY:-}" ]; then
  codesign --sign "$SIGNER" "$image"
  xcrun notarytool submit "$image" --keychain-profile "$NOTARY" --wait
  xcrun stapler staple "$image"
  spctl --assess --type open --context context:primary-signature "$image"
fi
echo "$image"
