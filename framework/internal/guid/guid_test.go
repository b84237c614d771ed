package guid_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework/internal/guid"
)

func TestFold(t *testing.T) {
	t.Parallel()
	tests := map[string]struct{ id, want string }{
		"lower case":         {"0123abcd-0000-4000-8000-00000000abcd", "0123abcd-0000-4000-8000-00000000abcd"},
		"upper case":         {"0123ABCD-0000-4000-8000-00000000ABCD", "0123abcd-0000-4000-8000-00000000abcd"},
		"of a channel":       {"29:1AbC", "29:1AbC"},
		"as long":            {"29:1ABCdefghijklmnopqrstuvwxyz0123-_", "29:1ABCdefghijklmnopqrstuvwxyz0123-_"},
		"as many dashes":     {"29:1ABC--EFGHIJKL-NOPQRSTUVWXYZ-0123", "29:1ABC--EFGHIJKL-NOPQRSTUVWXYZ-0123"},
		"dashes in place":    {"29:1ABCD-EFGH-IJKL-MNOP-QRSTUVWXYZ01", "29:1ABCD-EFGH-IJKL-MNOP-QRSTUVWXYZ01"},
		"a dash too many":    {"0123ABCD-0000-4000-8000-0000-000ABCD", "0123ABCD-0000-4000-8000-0000-000ABCD"},
		"digits for a dash":  {"0123ABCD00000-4000-8000-00000000ABCD", "0123ABCD00000-4000-8000-00000000ABCD"},
		"longer than a GUID": {"0123ABCD-0000-4000-8000-00000000ABCD0", "0123ABCD-0000-4000-8000-00000000ABCD0"},
		"nothing":            {"", ""},
	}
	for name, tt := range tests {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, tt.want, guid.Fold(tt.id))
		})
	}
}
