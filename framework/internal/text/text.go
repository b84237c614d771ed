// Package text cuts what came from outside, so that it fills neither a log nor an answer.
package text

import "strings"

// Clip returns s, cut to at most limit bytes where it is longer; "..." then says so. A character that is cut through goes.
func Clip(s string, limit int) string {
	if len(s) <= limit {
		return s
	}
	return strings.ToValidUTF8(s[:limit], "") + "..."
}
