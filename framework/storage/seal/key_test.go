package seal_test

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/storage/seal"
)

func encoded(fill byte, size int) string {
	return base64.StdEncoding.EncodeToString(bytes.Repeat([]byte{fill}, size))
}

func TestParseKeys(t *testing.T) {
	t.Parallel()
	keys, err := seal.ParseKeys(" 2026-11:" + encoded(2, 32) + " ,\n2026.05_b:" + encoded(1, 32) + "\n")
	require.NoError(t, err)
	require.Len(t, keys, 2)
	require.Equal(t, "2026-11", keys[0].ID())
	sealed, err := sealer(t, keys[1]).Seal([]byte("text"), "")
	require.NoError(t, err)
	opened, err := sealer(t, key(t, "new", 9), key(t, "2026.05_b", 1)).Open(sealed, "")
	require.NoError(t, err)
	require.Equal(t, "text", string(opened))
}

// Errors say which key is wrong and how, and repeat nothing of it: what stands in the wrong place may be the secret.
func TestParseKeysRefuses(t *testing.T) {
	t.Parallel()
	good := "good:" + encoded(1, 32)
	secret := encoded('s', 32)
	for name, tt := range map[string]struct{ setting, want string }{
		"nothing":          {"", "there are no keys"},
		"space":            {" \n", "there are no keys"},
		"no id":            {secret, "key 1 of the list has no id"},
		"an empty id":      {":" + secret, "key 1 of the list cannot be used: its id must have"},
		"secret first":     {secret + ":id", "key 1 of the list cannot be used: its secret is not base64"},
		"an odd id":        {good + ",a b:" + secret, "key 2 of the list cannot be used: its id must have"},
		"a long id":        {strings.Repeat("a", 33) + ":" + secret, "its id must have 1 to 32"},
		"no secret":        {good + ",id:", "key 2 of the list cannot be used: its secret must be 32 random bytes"},
		"a short secret":   {"id:" + encoded('s', 31), "its secret must be 32 random bytes"},
		"a long secret":    {"id:" + encoded('s', 33), "its secret must be 32 random bytes"},
		"no base64":        {"id:" + secret[:40] + "!", "its secret is not base64"},
		"URL-safe base64":  {"id:" + base64.URLEncoding.EncodeToString(bytes.Repeat([]byte{0xff}, 32)), "its secret is not base64"},
		"a comma too much": {good + ",", "key 2 of the list has no id"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			_, err := seal.ParseKeys(tt.setting)
			require.ErrorContains(t, err, tt.want)
			require.NotContains(t, err.Error(), secret[:6])
		})
	}
	_, err := seal.NewKey("id", []byte("short"))
	require.ErrorContains(t, err, "the key id cannot be used")
	require.NotContains(t, err.Error(), "short")
}

func TestNewKeyCopies(t *testing.T) {
	t.Parallel()
	secret := bytes.Repeat([]byte{1}, 32)
	k, err := seal.NewKey("k", secret)
	require.NoError(t, err)
	clear(secret)
	sealed, err := sealer(t, k).Seal([]byte("text"), "")
	require.NoError(t, err)
	_, err = sealer(t, key(t, "k", 1)).Open(sealed, "")
	require.NoError(t, err)
}

// However a key is printed, logged or encoded, also inside of something else, its secret does not show.
func TestKeysAreNotPrinted(t *testing.T) {
	t.Parallel()
	k := key(t, "the-id", 's')
	type config struct {
		Exported   seal.Key
		unexported seal.Key
		pointer    *seal.Key
		sealer     *seal.Sealer
	}
	s := sealer(t, k)
	for _, value := range []any{k, &k, []seal.Key{k}, map[string]seal.Key{"a": k}, config{k, k, &k, s}, s, *s} {
		var printed strings.Builder
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x", "%X", "%o", "%b", "%c", "%U", "%08v"} {
			fmt.Fprintf(&printed, verb+"\n", value)
		}
		slog.New(slog.NewTextHandler(&printed, nil)).Info("keys", "value", value)
		slog.New(slog.NewJSONHandler(&printed, nil)).Info("keys", "value", value)
		if encoded, err := json.Marshal(value); err == nil {
			printed.Write(encoded)
		}
		// Addresses are printed too, so what is looked for is longer than the digits that an address may have by chance.
		for _, secret := range []string{
			"ssssssss", strings.Repeat("115 ", 8), strings.Repeat("0x73, ", 8), strings.Repeat("73", 10), strings.Repeat("73 ", 8),
			strings.Repeat("c3Nz", 4), strings.Repeat("163 ", 8), strings.Repeat("U+0073 ", 8), strings.Repeat("1110011 ", 8),
		} {
			require.NotContains(t, printed.String(), secret)
		}
	}
	require.Equal(t, "key the-id", fmt.Sprint(k))
	require.Equal(t, "key the-id", k.GoString())
}
