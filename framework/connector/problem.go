package connector

import (
	"bytes"
	"encoding/json"
	"slices"
	"strings"
	"unicode"

	"github.com/convobot/convo/framework/internal/wire"
)

// Codes that decide about the class of an error.
//
// Spec: https://learn.microsoft.com/microsoftteams/platform/bots/build-conversational-capability#status-codes-from-bot-conversational-apis
const (
	codeBotDisabledByAdmin   = "BotDisabledByAdmin"
	codeBotNotInRoster       = "BotNotInConversationRoster"
	codeBlockedByUser        = "ConversationBlockedByUser"
	codeWritesBlocked        = "MessageWritesBlocked" // the user blocked, muted or uninstalled the bot
	codeForbiddenOperation   = "ForbiddenOperationException"
	codeConversationNotFound = "ConversationNotFound"
	codeInvalidHost          = "InvalidBotApiHost"
	codeTooBig               = "MessageSizeTooBig"
)

const (
	maxNesting   = 6   // of problems in problems
	maxPlainText = 100 // bytes of an answer that is not JSON: a gateway's page, whose head says all there is
	maxCode      = 64  // bytes
)

// problem is what was found in an error's body.
type problem struct {
	codes   []string
	message string
}

// readProblem returns the channel's code and words from the body of an error, in any of the forms that are seen:
//
//	{"error": {"code": "...", "message": "...", "innerHttpError": {"statusCode": 0, "body": {}}}}
//	{"errorCode": 209, "message": "{\"subCode\": \"...\", \"details\": \"...\"}"}
//	plain text or HTML of a gateway
//	nothing
func readProblem(body []byte) (code, message string) {
	var p problem
	if !p.read(body, maxNesting) {
		p.message = string(body[:min(len(body), maxPlainText)])
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
		}
	}
	return true
}

// code returns the code that says most: one that decides about the class, wherever it stands; else the outermost that
// is a word; else the outermost.
func (p *problem) code() string {
	known := []string{
		codeBotDisabledByAdmin, codeBotNotInRoster, codeBlockedByUser, codeWritesBlocked, codeForbiddenOperation,
		codeConversationNotFound, codeInvalidHost, codeTooBig,
	}
	for _, k := range known {
		if slices.Contains(p.codes, k) || strings.Contains(p.message, k) { // some come only within a sentence
			return k
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
