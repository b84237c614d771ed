package schema

import "strings"

// Find returns where the highlighted passage stands in text, the text of the activity that the highlight is about: text
// from start to end, in bytes. Letter case counts. found is false for a highlight that is to be ignored: one without
// text, with a negative Occurrence, or with one that text does not have (A7720, A7721).
func (v TextHighlight) Find(text string) (start, end int, found bool) {
	if v.Text == "" || v.Occurrence < 0 {
		return 0, 0, false
	}
	for range max(v.Occurrence, 1) {
		at := strings.Index(text[end:], v.Text)
		if at < 0 {
			return 0, 0, false
		}
		start = end + at
		end = start + len(v.Text)
	}
	return start, end, true
}
