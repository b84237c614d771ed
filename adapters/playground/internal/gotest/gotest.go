// Package gotest tells what people and a bot did in a world as a test in Go, in the sentences of package fake. What has no
// sentence is sent as the JSON that it was. Package playground has the tests: a conversation is recorded there, told, and run.
package gotest

import (
	"encoding/json"
	"errors"
	"fmt"
	"go/format"
	"go/token"
	"strings"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

// Outcome is what came of an activity that the bot was told.
type Outcome struct {
	Status int // 0 if the bot did not answer
	Answer json.RawMessage
}

// Key names an activity by its id and type: an edit has the id of what it edits.
type Key struct{ ID, Type string }

// Write tells the entries of a world's timeline from one number to another, as a test of a package with that name.
//
// The test has the people and places of the world by their names, in a world of its own: ids differ, and so does the time.
// It ends with what the bot did, and expects that it did nothing more where nothing more happened after the part.
func Write(w *world.World, told map[Key]Outcome, from, to int, name string) (string, error) {
	if !token.IsIdentifier(name) {
		return "", fmt.Errorf("%q is no name of a package", name)
	}
	s := newStory(w, told)
	var after []world.Entry
	entries := w.Timeline(0)
	for i, e := range entries {
		switch {
		case e.Serial > to:
			after = append(after, e)
		case e.Serial >= from && !isIdle(e, entries[i+1:]):
			s.tell(e)
		}
	}
	if len(s.statements) == 0 {
		return "", errors.New("nothing happened there that a test can tell")
	}
	s.expectNothing(after)
	return s.source(name)
}

// isIdle reports whether somebody was typing, and the bot did nothing about it: that would be half of what a test tells.
func isIdle(e world.Entry, next []world.Entry) bool {
	return !e.Bot && e.Activity != nil && e.Activity.Type == schema.TypeTyping && (len(next) == 0 || !next[0].Bot)
}

const head = `package %s

import (
	"testing"

	"github.com/convobot/convo/adapters/fake"
)

// TestConversation is what people and the bot said and did in a playground. Write newBot, which returns the bot as a
// framework.Handler, with the middleware that it has in production. A bot that speaks first gets the adapter of
// w := fake.NewWorld(t), and conv is w.Connect(bot) then. What a bot does in goroutines of its own is waited for in
// testing/synctest, as package fake says.
func TestConversation(t *testing.T) {
	t.Parallel()
	conv := fake.New(t, newBot())
`

// source writes the test.
func (s *story) source(name string) (string, error) {
	var b strings.Builder
	fmt.Fprintf(&b, head, name)
	for _, one := range s.statements {
		b.WriteString("\t" + one.String() + "\n")
	}
	b.WriteString("}\n")
	formatted, err := format.Source([]byte(b.String()))
	if err != nil {
		return "", fmt.Errorf("the test is no Go: %w", err)
	}
	return string(formatted), nil
}
