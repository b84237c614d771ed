package main

import (
	"fmt"
	"regexp"
	"strconv"
	"strings"
	"unicode"
)

const emptyGUID = "00000000-0000-0000-0000-000000000000"

var (
	guid        = regexp.MustCompile(`^[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}$`)
	domain      = regexp.MustCompile(`^([0-9a-zA-Z]([0-9a-zA-Z-]*[0-9a-zA-Z])?\.)+[a-zA-Z]{2,}$`)
	placeholder = regexp.MustCompile(`(?i)^(<.*>|\$\{?.*|\{\{.*\}\}|%.*%|your[-_ ].*|changeme|todo|x{3,}.*)$`)
)

// wrapped returns what stands around or in value that does not belong to it, in words, or "".
func wrapped(value string) string {
	inner := strings.TrimSpace(value)
	switch {
	case strings.ContainsAny(value, "\r\n"):
		return "a line break"
	case inner != value:
		return "white space"
	case len(inner) > 1 && strings.ContainsRune(`"'`+"`", rune(inner[0])):
		return "quotation marks"
	case strings.ContainsFunc(value, func(r rune) bool { return !unicode.IsPrint(r) || r > unicode.MaxASCII }):
		return "an invisible or non-ASCII character"
	}
	return ""
}

// bare is value without what wrapped finds around it.
func bare(value string) string { return strings.Trim(value, " \t\r\n\"'`\ufeff\u200b\u00a0") }

// quoted shows a value that is not secret.
func quoted(value string) string { return strconv.Quote(printable(value)) }

// checkWrapped reports what is wrapped around the value of a variable, and whether anything was.
func checkWrapped(found *report, check, name, value string) bool {
	around := wrapped(value)
	if around == "" {
		return false
	}
	found.problem(check, advice{
		says:  fmt.Sprintf("The value of %s has %s in or around it.", name, around),
		cause: "It was copied along, or belongs to the syntax of a file that whoever starts the bot takes literally, such as docker's --env-file.",
		fix:   "Set the bare value.",
	}, "")
	return true
}

// checkPlaceholder reports a value that was never filled in, and whether it was one.
func checkPlaceholder(found *report, check, name, value string) bool {
	reference := strings.HasPrefix(value, "@Microsoft.KeyVault(")
	if !reference && !placeholder.MatchString(value) {
		return false
	}
	a := advice{
		says:  fmt.Sprintf("%s holds a placeholder, not a value.", name),
		cause: "A template was not filled in, or a variable in it was not replaced.",
		fix:   "Set the value itself.",
	}
	if reference {
		// https://learn.microsoft.com/azure/app-service/app-service-key-vault-references#troubleshooting-key-vault-references
		a = advice{
			says:  fmt.Sprintf("%s holds a reference to a key vault that was not replaced by the value.", name),
			cause: "App Service could not read the vault: its managed identity lacks the right, or the reference is misspelled. Elsewhere nothing replaces it.",
			fix:   "See the state of the reference under the app's Environment variables in the Azure portal, and let its identity read secrets of the vault.",
		}
	}
	found.problem(check, a, "")
	return true
}
