package main

import (
	"encoding/json"
	"fmt"
	"os"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/cards"
	"github.com/convobot/convo/framework/schema"
)

func TestPollCard(t *testing.T) {
	t.Parallel()
	p := pollBy("Ann", "en", "Lunch?", "Pizza", "Sushi", "Soup")
	p.ID = "POLL"
	golden := func(name string) {
		t.Helper()
		want, err := os.ReadFile("testdata/poll-" + name + ".json")
		require.NoError(t, err)
		require.JSONEq(t, string(want), cardJSON(t, p.activity()), name)
		require.NoError(t, cards.Check(p.card()), name)
	}
	for voter, option := range []int{0, 1, 1} {
		require.NoError(t, p.vote(fmt.Sprint(voter), option))
	}
	golden("open")
	require.NoError(t, p.close())
	golden("closed")
}

// TestPollCardHasRoom holds the biggest poll, in letters that take the most room as JSON, to what Teams takes: Microsoft
// advises to keep messages within 80 KB of UTF-16.
func TestPollCardHasRoom(t *testing.T) {
	t.Parallel()
	for _, letter := range []string{"<", "\u2028", "😀"} {
		var options []string
		for range maxOptions {
			options = append(options, strings.Repeat(letter, maxOption))
		}
		for _, language := range loadPhrases().languages() {
			p := pollBy(strings.Repeat(letter, maxName+1), language, strings.Repeat(letter, maxQuestion), options...)
			for i := range maxOptions {
				require.NoError(t, p.vote(fmt.Sprint(i), i))
			}
			open, err := json.Marshal(p.activity())
			require.NoError(t, err)
			require.NoError(t, p.close())
			closed, err := json.Marshal(p.activity())
			require.NoError(t, err)
			require.Less(t, max(len(open), len(closed))*2, 80_000, "%s in %q", language, letter)
		}
	}
}

func TestButtonsOfAPollFitInRows(t *testing.T) {
	t.Parallel()
	for options, want := range map[int][]int{2: {2}, 5: {5}, 6: {6}, 7: {4, 3}, 10: {5, 5}} {
		p := pollBy("Ann", "en", "Lunch?", make([]string, options)...)
		var got []int
		for _, set := range p.buttons() {
			row, err := schema.As[struct {
				Actions []any `json:"actions"`
			}](set)
			require.NoError(t, err)
			got = append(got, len(row.Actions))
		}
		require.Equal(t, want, got)
	}
}

func pollBy(name, language, question string, options ...string) *poll {
	turn := framework.NewTurnContext(nil, &schema.Activity{From: schema.ChannelAccount{ID: "29:author", Name: name}})
	return newPoll(turn, loadPhrases().voice(language), question, options)
}
