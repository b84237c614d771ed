// Package guid knows the form of Entra's ids, of people, organizations and applications, which are the same in any letter
// case. Ids of channels differ in theirs.
package guid

import "strings"

// Is reports whether id has that form.
func Is(id string) bool {
	if len(id) != len("00000000-0000-0000-0000-000000000000") {
		return false
	}
	for i := range len(id) {
		switch c := id[i]; {
		case i == 8 || i == 13 || i == 18 || i == 23:
			if c != '-' {
				return false
			}
		case '0' <= c && c <= '9', 'a' <= c && c <= 'f', 'A' <= c && c <= 'F':
		default:
			return false
		}
	}
	return true
}

// Fold returns an id as it is compared and stored: a GUID in lower case, all others as they are.
func Fold(id string) string {
	if Is(id) {
		return strings.ToLower(id)
	}
	return id
}
