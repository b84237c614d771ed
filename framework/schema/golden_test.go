package schema_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/schema"
)

// golden returns the payload in testdata/<name>. Where each comes from is in testdata/SOURCES.md.
func golden(tb testing.TB, name string) []byte {
	tb.Helper()
	data, err := os.ReadFile(filepath.Join("testdata", name))
	require.NoError(tb, err)
	return data
}

func goldenNames(tb testing.TB) []string {
	tb.Helper()
	paths, err := filepath.Glob("testdata/*.json")
	require.NoError(tb, err)
	names := make([]string, len(paths))
	for i, path := range paths {
		names[i] = filepath.Base(path)
	}
	return names
}

// wireType is what every type of the package offers to both generations of encoding/json.
type wireType interface {
	json.Marshaler
	json.Unmarshaler
}

// newWireType returns the type that a golden payload holds, told by the prefix of its name.
func newWireType(name string) wireType {
	switch prefix, _, _ := strings.Cut(name, "-"); prefix {
	case "parameters":
		return new(schema.ConversationParameters)
	case "created":
		return new(schema.ConversationResourceResponse)
	case "reference":
		return new(schema.ConversationReference)
	case "card":
		return newCard(name)
	default:
		return new(schema.Activity)
	}
}

func newCard(name string) wireType {
	switch name {
	case "card-hero.json":
		return new(schema.HeroCard)
	case "card-thumbnail.json":
		return new(schema.ThumbnailCard)
	case "card-animation.json":
		return new(schema.AnimationCard)
	case "card-audio.json":
		return new(schema.AudioCard)
	case "card-video.json":
		return new(schema.VideoCard)
	case "card-receipt.json":
		return new(schema.ReceiptCard)
	case "card-signin.json":
		return new(schema.SignInCard)
	case "card-oauth.json":
		return new(schema.OAuthCard)
	default:
		panic(name + " is the payload of no card")
	}
}

func TestGoldenSourcesAreNamed(t *testing.T) {
	t.Parallel()
	sources := string(golden(t, "SOURCES.md"))
	names := goldenNames(t)
	require.GreaterOrEqual(t, len(names), 15)
	for _, name := range names {
		require.Contains(t, sources, "| "+name+" | ", "add the file to the table in SOURCES.md")
	}
}

func TestGoldenRoundTrip(t *testing.T) {
	t.Parallel()
	for _, name := range goldenNames(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent := golden(t, name)
			v := newWireType(name)
			require.NoError(t, v.UnmarshalJSON(sent))
			written, err := v.MarshalJSON()
			require.NoError(t, err)
			requireNothingLost(t, sent, written)
			requireNothingUnknown(t, name, v)

			again := newWireType(name)
			require.NoError(t, again.UnmarshalJSON(written))
			rewritten, err := again.MarshalJSON()
			require.NoError(t, err)
			require.Equal(t, string(written), string(rewritten), "what was written reads and writes as itself")
		})
	}
}

// A user keeps wire types in structs of their own and stores them with the standard library.
func TestGoldenRoundTripInsideUsersStruct(t *testing.T) {
	t.Parallel()
	type record struct {
		Note string   `json:"note"`
		Kept wireType `json:"kept"`
	}
	for _, name := range goldenNames(t) {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			sent := golden(t, name)
			stored := record{Kept: newWireType(name)}
			require.NoError(t, json.Unmarshal(fmt.Appendf(nil, `{"note":"x","kept":%s}`, sent), &stored))
			written, err := json.Marshal(stored)
			require.NoError(t, err)

			own := newWireType(name)
			require.NoError(t, own.UnmarshalJSON(sent))
			want, err := own.MarshalJSON()
			require.NoError(t, err)
			require.Equal(t, exactly(t, fmt.Appendf(nil, `{"note":"x","kept":%s}`, want)), exactly(t, written))
		})
	}
}

// requireNothingUnknown wants a card's published members to be fields.
func requireNothingUnknown(tb testing.TB, name string, v wireType) {
	tb.Helper()
	if strings.HasPrefix(name, "card-") {
		require.NotRegexp(tb, `Extra:map\[string\]json.RawMessage\{`, fmt.Sprintf("%#v", v))
	}
}

func TestRequireNothingLostCanFail(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ sent, written string }{
		"member lost":         {`{"a":{"b":1}}`, `{"a":{}}`},
		"member invented":     {`{}`, `{"a":1}`},
		"number rounded":      {`{"a":9007199254740993}`, `{"a":9007199254740992}`},
		"element lost":        {`{"a":[1,2]}`, `{"a":[1]}`},
		"false lost":          {`{"a":false}`, `{}`},
		"filled empty object": {`{"a":{}}`, `{"a":{"b":1}}`},
	}
	for name, test := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.NotEmpty(t, lost("", exactly(t, []byte(test.sent)), exactly(t, []byte(test.written))))
		})
	}
}

// requireNothingLost compares JSON by meaning, numbers by their digits. Of what was sent only members that say
// nothing may be missing: null, "", an empty array, an object of nothing else. Nothing may be new.
func requireNothingLost(tb testing.TB, sent, written []byte) {
	tb.Helper()
	require.Empty(tb, lost("", exactly(tb, sent), exactly(tb, written)), "%s", written)
}

func exactly(tb testing.TB, data []byte) any {
	tb.Helper()
	decoder := json.NewDecoder(bytes.NewReader(data))
	decoder.UseNumber()
	var v any
	require.NoError(tb, decoder.Decode(&v), "%s", data)
	return v
}

// lost returns the path of the first difference, or "".
func lost(path string, sent, written any) string {
	switch sent := sent.(type) {
	case map[string]any:
		written, ok := written.(map[string]any)
		if !ok {
			return path
		}
		for name := range written {
			if _, ok := sent[name]; !ok {
				return path + "/" + name
			}
		}
		for name, value := range sent {
			got, ok := written[name]
			if !ok && saysNothing(value) {
				continue
			}
			if diff := lost(path+"/"+name, value, got); diff != "" {
				return diff
			}
		}
		return ""
	case []any:
		written, ok := written.([]any)
		if !ok || len(sent) != len(written) {
			return path
		}
		for i := range sent {
			if diff := lost(fmt.Sprintf("%s/%d", path, i), sent[i], written[i]); diff != "" {
				return diff
			}
		}
		return ""
	default:
		if sent != written {
			return path + "/"
		}
		return ""
	}
}

func saysNothing(value any) bool {
	switch value := value.(type) {
	case nil:
		return true
	case string:
		return value == ""
	case []any:
		return len(value) == 0
	case map[string]any:
		for _, member := range value {
			if !saysNothing(member) {
				return false
			}
		}
		return true
	default:
		return false
	}
}
