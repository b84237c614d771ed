package playground

import (
	"encoding/json"
	"errors"
)

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

func partOfManifest(raw []byte) (*manifest, error) {
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
