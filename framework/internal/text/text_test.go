package text_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/internal/text"
)

func TestClip(t *testing.T) {
	t.Parallel()
	tests := map[string]struct {
		s, want string
		limit   int
	}{
		"empty":                 {"", "", 0},
		"as long as the limit":  {"abc", "abc", 3},
		"longer":                {"abcd", "abc...", 3},
		"a character in pieces": {"aä", "a...", 2},
		"nothing left":          {"ä", "...", 1},
		"short, not UTF-8":      {"\xff", "\xff", 1},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, text.Clip(tt.s, tt.limit))
		})
	}
}
