package connector

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"github.com/convobot/convo/framework/internal/wire"
)

// Codes that something depends on, most of them the class of an error.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis
const (
	codeBotDisabledByAdmin   = "BotDisabledByAdmin"
	codeBotNotInRoster       = "BotNotInConversationRoster"
	codeBlockedByUser        = "ConversationBlockedByUser"
	codeWritesBlocked        = "MessageWritesBlocked" // the user blocked, muted or uninstalled the bot
	codeForbiddenOperation   = "ForbiddenOperationException"
	codeConversationNotFound = "ConversationNotFound"
	codeMemberNotFound       = "MemberNotFoundInConversation"
	codeInvalidHost          = "InvalidBotApiHost"
	codeTooBig               = "MessageSizeTooBig"
)

// knownCodes are the codes that decide about the class, then those that say what is wrong, then those that say little.
func knownCodes() []string {
	return []string{
		codeBotDisabledByAdmin, codeBotNotInRoster, codeBlockedByUser, codeWritesBlocked, codeForbiddenOperation,
		codeConversationNotFound, codeInvalidHost, codeTooBig,
		"BotNotRegistered", "NotEnoughPermissions", "ContentStreamNotAllowed", "ActivityNotFoundInConversation",
		codeMemberNotFound,
		"PreconditionFailed", "Throttled", "BadSyntax", "BadArgument", "ServiceError",
	}
}

const (
	maxNesting   = 6        // of problems in problems
	maxPlainText = 100      // bytes of an answer that is not JSON: a gateway's page, whose head says all there is
	maxSearched  = 16 << 10 // bytes of it that are searched for a code
	maxCode      = 64       // bytes
)

// problem is what was found in an error's body.
type problem struct {
	codes   []string // from the outside in
	words   []string
	message string // the innermost words
}

// readProblem returns the channel's code and words from the body of an error, in any of the forms that are seen:
//
//	{"error": {"code": "...", "message": "...", "innerHttpError": {"statusCode": 0, "body": {}}}}
//	{"errorCode": 209, "message": "{\"subCode\": \"...\", \"details\": \"...\"}"}
//	plain text or HTML of a gateway
//	any of them, cut off
//	nothing
//
// A code counts wherever it stands: real answers often lack the subCode, and name the code in a sentence.
func readProblem(body []byte) (code, message string) {
	var p problem
	if !p.read(body, maxNesting) {
		p.message = string(body[:min(len(body), maxPlainText)])
		p.words = []string{string(body[:min(len(body), maxSearched)])}
	}
	return p.code(), p.message
}

// read collects codes from the outside in; the innermost words win. It reports whether data is a JSON object.
func (p *problem) read(data []byte, depth int) bool {
	data = bytes.TrimSpace(data)
	if depth == 0 || len(data) == 0 || data[0] != '{' {
		return false
	}
	var members map[string]json.RawMessage
	if wire.Unmarshal(data, &members) != nil {
		return false
	}
	for _, name := range []string{"code", "errorCode", "subCode"} {
		if code := text(members[name]); code != "" {
			p.codes = append(p.codes, code)
		}
	}
	for _, name := range []string{"message", "Message", "details", "error", "innerHttpError", "body"} {
		value := members[name]
		words := text(value)
		if words != "" {
			value = json.RawMessage(words)
		}
		if !p.read(value, depth-1) && words != "" {
			p.message = words
			p.words = append(p.words, words)
		}
	}
	return true
}

// code returns the code that says most: the first known one, wherever it stands; else the outermost that is a word; else
// the outermost.
func (p *problem) code() string {
	for _, known := range knownCodes() {
		isIn := func(text string) bool { return containsWord(text, known) }
		if slices.Contains(p.codes, known) || slices.ContainsFunc(p.words, isIn) {
			return known
		}
	}
	for _, code := range p.codes {
		if strings.ContainsFunc(code, unicode.IsLetter) {
			return code
		}
	}
	if len(p.codes) > 0 {
		return p.codes[0]
	}
	return ""
}

// containsWord reports whether word stands in text, and not as a part of a longer one.
func containsWord(text, word string) bool {
	for from := 0; ; {
		at := strings.Index(text[from:], word)
		if at < 0 {
			return false
		}
		start, end := from+at, from+at+len(word)
		if (start == 0 || !isLetter(text[start-1])) && (end == len(text) || !isLetter(text[end])) {
			return true
		}
		from = end
	}
}

func isLetter(c byte) bool { return 'a' <= c|0x20 && c|0x20 <= 'z' }

// text returns a JSON string or number as text, and "" for anything else.
func text(raw json.RawMessage) string {
	var s string
	if wire.Unmarshal(raw, &s) == nil {
		return s
	}
	if len(raw) > 0 && (raw[0] == '-' || unicode.IsDigit(rune(raw[0]))) {
		return string(raw)
	}
	return ""
}
