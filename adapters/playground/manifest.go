package playground

import (
	"archive/zip"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
)

const maxManifest = 4 << 20 // bytes, of one in an app package

// manifest is the part of an app's manifest that the page needs; manifest.js reads the rest of it.
//
// Spec: https://learn.microsoft.com/microsoft-365/extensibility/schema/root
type manifest struct {
	Name struct {
		Short string `json:"short"`
	} `json:"name"`
	ComposeExtensions json.RawMessage `json:"composeExtensions,omitempty"`
	StaticTabs        json.RawMessage `json:"staticTabs,omitempty"`
}

// manifest returns what the page needs of Manifest; nil if there is none.
func (c Config) manifest() (*manifest, error) {
	if c.Manifest == nil {
		return nil, nil //nolint:nilnil // it is the page's to choose one
	}
	part, err := partOfManifest(c.Manifest)
	if err != nil {
		return nil, fmt.Errorf("playground: Manifest is neither the JSON of an app manifest nor an app package: %w", err)
	}
	return part, nil
}

// partOfManifest reads a manifest, or that of an app package.
func partOfManifest(raw []byte) (*manifest, error) {
	raw, err := unpacked(raw)
	if err != nil {
		return nil, err
	}
	var read struct {
		manifest

		Version string `json:"manifestVersion"`
	}
	if err := json.Unmarshal(raw, &read); err != nil {
		return nil, err
	}
	if read.Version == "" {
		return nil, errors.New("it has no manifestVersion")
	}
	return &read.manifest, nil
}

// unpacked returns the manifest of an app package, which is a zip file; anything else it returns as it is, but for the mark that
// some editors put before a text.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/concepts/build-and-test/apps-package
func unpacked(raw []byte) ([]byte, error) {
	if !bytes.HasPrefix(raw, []byte("PK\x03\x04")) {
		return bytes.TrimPrefix(raw, []byte("\ufeff")), nil
	}
	archive, err := zip.NewReader(bytes.NewReader(raw), int64(len(raw)))
	if err != nil {
		return nil, fmt.Errorf("the app package: %w", err)
	}
	file, err := archive.Open("manifest.json")
	if err != nil {
		return nil, fmt.Errorf("the app package has no manifest.json at its top: %w", err)
	}
	defer file.Close()
	text, err := io.ReadAll(io.LimitReader(file, maxManifest+1))
	if err != nil {
		return nil, fmt.Errorf("the manifest.json of the app package: %w", err)
	}
	if len(text) > maxManifest {
		return nil, fmt.Errorf("the manifest.json of the app package is larger than %d MiB", maxManifest>>20)
	}
	return bytes.TrimPrefix(text, []byte("\ufeff")), nil
}
