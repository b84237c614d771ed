// Command apppackage zips a folder with a manifest and two icons into a Teams app package, which Teams takes under
// Apps > Manage your apps > Upload an app:
//
//	go run ./samples/apppackage -app-id 00000000-0000-0000-0000-000000000000 -o convobot.zip
//
// The id is the bot's Microsoft App ID. It stands in the manifest wherever that says ${{BOT_ID}}; the rest of the
// manifest is yours to edit, or name a folder of your own with -dir. A bot with pages of its own has ${{BOT_HOST}} in its
// manifest, and -host says where they are: bot.example.com.
package main

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"regexp"
)

const (
	manifestName = "manifest.json"
	placeholder  = "${{BOT_ID}}"
	hostHolder   = "${{BOT_HOST}}"
)

var (
	guid     = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	hostName = regexp.MustCompile(`^[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)+$`)
)

func main() {
	appID := flag.String("app-id", "", "the bot's Microsoft App ID, a GUID")
	dir := flag.String("dir", "samples/convobot/appPackage", "folder with manifest.json, color.png and outline.png")
	host := flag.String("host", "", "the host of the bot's pages, such as bot.example.com; for a manifest that says "+hostHolder)
	out := flag.String("o", "convobot.zip", "file to write")
	flag.Parse()
	if err := writePackage(*out, *dir, *appID, *host); err != nil {
		fmt.Fprintln(os.Stderr, "apppackage:", err)
		os.Exit(1)
	}
	fmt.Println("wrote", *out)
}

// writePackage writes nothing unless the whole package is right.
func writePackage(out, dir, appID, host string) error {
	folder, err := os.OpenRoot(dir)
	if err != nil {
		return fmt.Errorf("%w: run from the top of the clone or name the folder with -dir", err)
	}
	defer folder.Close()
	manifest, err := fillIn(folder, appID, host)
	if err != nil {
		return err
	}
	var buf bytes.Buffer
	archive := zip.NewWriter(&buf)
	if err := add(archive, manifestName, manifest); err != nil {
		return err
	}
	for _, icon := range []string{"color.png", "outline.png"} {
		data, err := folder.ReadFile(icon)
		if err != nil {
			return err
		}
		if err := add(archive, icon, data); err != nil {
			return err
		}
	}
	if err := archive.Close(); err != nil {
		return err
	}
	return os.WriteFile(out, buf.Bytes(), 0o600)
}

// fillIn returns the folder's manifest with the app id and the host in their places.
func fillIn(folder *os.Root, appID, host string) ([]byte, error) {
	if !guid.MatchString(appID) {
		return nil, fmt.Errorf("-app-id %q is no GUID: copy the Microsoft App ID (client ID) of the bot's registration", appID)
	}
	manifest, err := folder.ReadFile(manifestName)
	if err != nil {
		return nil, err
	}
	if !bytes.Contains(manifest, []byte(placeholder)) {
		return nil, errors.New(manifestName + " has no " + placeholder + " to fill in: put it where the id and the botId belong")
	}
	manifest = bytes.ReplaceAll(manifest, []byte(placeholder), []byte(appID))
	if bytes.Contains(manifest, []byte(hostHolder)) {
		if !hostName.MatchString(host) {
			return nil, fmt.Errorf("-host %q is no host name: this bot has pages; say where they are, such as -host bot.example.com", host)
		}
		manifest = bytes.ReplaceAll(manifest, []byte(hostHolder), []byte(host))
	}
	if !json.Valid(manifest) {
		return nil, errors.New(manifestName + " is not valid JSON")
	}
	return manifest, nil
}

func add(archive *zip.Writer, name string, data []byte) error {
	w, err := archive.Create(name)
	if err != nil {
		return err
	}
	_, err = w.Write(data)
	return err
}
