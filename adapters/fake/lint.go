package fake

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"

	"github.com/convobot/convo/framework/lint"
)

// findings are what is wrong with what went over the wire, by the requirements of the activity protocol and as a card.
type findings struct {
	mu       sync.Mutex
	silenced []string
	all      bool // silenced
	noCards  bool // are checked
	found    []string
}

// SilenceLint lets the bot, and the people's clients, break these requirements of the activity protocol, such as A2080;
// without numbers, all of them. Before that, what the bot sends or updates fails the test at the next sentence if it breaks
// one that is a MUST or a SHOULD, although Teams takes it: other channels, or clients, may not. So does what a client
// sends, by [Conversation.Sends], if that is a MUST. What Teams refuses does not count: of that the bot hears.
//
// Spec: https://github.com/microsoft/Agents/blob/main/specs/activity/protocol-activity.md
func (w *World) SilenceLint(numbers ...string) {
	w.lint.mu.Lock()
	defer w.lint.mu.Unlock()
	w.lint.all = w.lint.all || len(numbers) == 0
	w.lint.silenced = append(w.lint.silenced, numbers...)
}

// fromBot keeps what is wrong with what the bot sends.
func (f *findings) fromBot(raw []byte) {
	f.keep("the bot", lint.Should, lint.CheckJSON(raw, lint.Outbound))
	if mayHaveCard(raw) {
		f.checkCards(json.RawMessage(raw))
	}
}

// fromClient keeps what is wrong with what a person's client sends. What is only recommended is the client's own affair.
func (f *findings) fromClient(who string, raw []byte) {
	f.keep(who+"'s client", lint.Must, lint.CheckJSON(raw, lint.Inbound))
}

// keep keeps findings that are as binding as that, or more.
func (f *findings) keep(who string, level lint.Level, found []lint.Finding) {
	f.mu.Lock()
	defer f.mu.Unlock()
	told := make(map[string]bool) // the first of a number is enough
	for _, one := range found {
		line := fmt.Sprintf("%s sends what the activity protocol forbids: %s", who, one)
		if f.all || one.Level > level || slices.Contains(f.silenced, one.Requirement) || told[one.Requirement] {
			continue
		}
		told[one.Requirement] = true
		f.add(line)
	}
}

// add adds what was not found before. The caller holds the lock.
func (f *findings) add(line string) {
	if !slices.Contains(f.found, line) {
		f.found = append(f.found, line)
	}
}

// take returns what was found since it was asked last, in one text.
func (f *findings) take() string {
	f.mu.Lock()
	defer f.mu.Unlock()
	text := strings.Join(f.found, "\n")
	f.found = nil
	return text
}

// checkSent checks what the bot sent, if Teams took it: a new message or an update. An update's id stands in its route.
func (f *findings) checkSent(req *http.Request, body []byte, status int) {
	_, route, ok := strings.Cut(req.URL.EscapedPath(), "/v3/conversations/")
	parts := strings.Split(route, "/")
	if !ok || status > 299 || len(parts) < 2 || len(parts) > 3 || parts[1] != "activities" || parts[len(parts)-1] == "history" {
		return
	}
	switch req.Method {
	case http.MethodPost:
		f.fromBot(body)
	case http.MethodPut:
		var members map[string]json.RawMessage
		if json.Unmarshal(body, &members) != nil {
			return
		}
		delete(members, "id")
		if without, err := json.Marshal(members); err == nil {
			f.fromBot(without)
		}
	}
}
