package handlers_test

import (
	"context"
	"regexp"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// routedBot has routes of every kind and says which one ran.
func routedBot() *handlers.ActivityHandler {
	var bot handlers.ActivityHandler
	bot.OnMessage(say("no route", nil))
	bot.OnMessageText(" Help me ", say("text", nil))
	bot.OnMessageRegexp(regexp.MustCompile(`order (\d+)(x)?`),
		func(ctx context.Context, turn *framework.TurnContext, match []string) error {
			return turn.SendText(ctx, "regexp "+strings.Join(match, "|"))
		})
	bot.OnMessageCommand("/Say",
		func(ctx context.Context, turn *framework.TurnContext, args string) error {
			return turn.SendText(ctx, "command "+args)
		})
	bot.OnMessageMatch(func(a *schema.Activity) bool { return len(a.Attachments) > 0 }, say("match", nil))
	bot.OnMessageCommand("help", func(ctx context.Context, turn *framework.TurnContext, _ string) error {
		return turn.SendText(ctx, "help")
	})
	return &bot
}

func TestRoutes(t *testing.T) {
	t.Parallel()
	tests := []struct{ name, text, want string }{
		{"text in another letter case, with space around", "\n HELP me\u00a0", "text"},
		{"text is the whole text", "help me now", "help"},
		{"regexp anywhere in the text", "please order 42 now", "regexp order 42|42|"},
		{"regexp in letter case", "ORDER 42", "no route"},
		{"the first registered wins", "say order 1", "regexp order 1|1|"},
		{"command alone", "say", "command "},
		{"command with slash in another letter case", "/SAY", "command "},
		{"args are trimmed", "say \n two  words ", "command two  words"},
		{"args after no-break space", "say\u00a0hi", "command hi"},
		{"a command is a whole word", "says hi", "no route"},
		{"a command is the first word", "please say", "no route"},
		{"two slashes", "//say", "no route"},
		{"a slash apart", "/ say", "no route"},
		{"no text", "", "no route"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			require.Equal(t, []string{tt.want}, says(t, routedBot(), tt.text))
		})
	}
}

func TestOnMessageMatch(t *testing.T) {
	t.Parallel()
	card := schema.HeroCard{Title: "a picture"}.Attachment()
	tests := []struct{ name, text, want string }{
		{"by anything that the activity tells", "", "match"},
		{"before what is registered later", "help", "match"},
		{"after what is registered before", "say hi", "command hi"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			a := schema.AttachmentMessage(card)
			a.Text = tt.text
			require.Equal(t, []string{tt.want}, answers(t, routedBot(), a))
		})
	}
}

// Texts and commands are looked up by a folded form, which must agree with strings.EqualFold.
func TestTextsAreComparedAsEqualFoldDoes(t *testing.T) {
	t.Parallel()
	texts := []string{
		"stop", "STOP", "\u017ftop", "sto\u212a", "stok", "stra\u00dfe", "STRASSE", "stra\u1e9ee", "\u03c3", "\u03c2", "\u03a3",
		"\u01c5", "\u01c4", "\u01c6", "\u0130", "i", "I", "\u0131", "\xff", "\ufffd", "\U0001f642", strings.Repeat("x", 200),
		strings.Repeat("X", 200), strings.Repeat("x", 201), "\u0345", "\u03b9", "\u1fbe", "\u0399",
	}
	for _, registered := range texts {
		var bot handlers.ActivityHandler
		bot.OnMessageText(registered, say("text", nil))
		bot.OnMessage(say("no route", nil))
		for _, said := range texts {
			want := "no route"
			if strings.EqualFold(said, registered) {
				want = "text"
			}
			require.Equal(t, []string{want}, says(t, &bot, said), "%q where %q is registered", said, registered)
		}
	}
}

func TestTheFirstOfTwoRoutesRuns(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	bot.OnMessageText("go", say("first", nil))
	bot.OnMessageText("GO", say("second", nil))
	bot.OnMessageCommand("go", func(ctx context.Context, turn *framework.TurnContext, _ string) error {
		return turn.SendText(ctx, "command")
	})
	require.Equal(t, []string{"first"}, says(t, &bot, "Go"))
	require.Equal(t, []string{"command"}, says(t, &bot, "Go on"))
}

func TestRoutesDoNotSeeTheMentionOfTheBot(t *testing.T) {
	t.Parallel()
	bot, other := schema.ChannelAccount{ID: botID, Name: "Bot"}, schema.ChannelAccount{ID: "ann", Name: "Ann"}
	mention := func(who schema.ChannelAccount) *schema.Activity {
		m := schema.NewMention(who)
		return &schema.Activity{Type: schema.TypeMessage, Text: m.Text + " /say hi", Entities: []schema.Entity{m}}
	}
	require.Equal(t, []string{"command hi"}, answers(t, routedBot(), mention(bot)))
	require.Equal(t, []string{"no route"}, answers(t, routedBot(), mention(other)))
}

func TestRoutesAreForMessagesOnly(t *testing.T) {
	t.Parallel()
	require.Empty(t, answers(t, routedBot(), &schema.Activity{Type: schema.TypeMessageUpdate, Text: "say hi"}))
}

func TestRouteReturns(t *testing.T) {
	t.Parallel()
	tests := []struct {
		name          string
		returns, want error
	}{
		{"error", errBroken, errBroken},
		{"SkipRest", handlers.SkipRest, nil},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			t.Parallel()
			var bot handlers.ActivityHandler
			bot.OnMessageText("help", say("text", tt.returns))
			bot.OnMessage(say("no route", nil))
			c := newChannel()
			_, err := c.deliver(t, &bot, schema.TextMessage("help"))
			require.ErrorIs(t, err, tt.want)
			require.Equal(t, []string{"text"}, c.said())
		})
	}
}

func TestBypassesQueue(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	bot.OnMessageText("stop nothing", say("", nil))
	bot.OnMessageRegexp(regexp.MustCompile("^stop"),
		func(context.Context, *framework.TurnContext, []string) error {
			panic("a question about the queue ran a handler")
		}, handlers.BypassQueue())

	require.True(t, bot.BypassesQueue(received(schema.TextMessage("stop"))))
	require.False(t, bot.BypassesQueue(received(schema.TextMessage("stop nothing"))), "another route runs")
	require.False(t, bot.BypassesQueue(received(schema.TextMessage("go"))))
	require.False(t, bot.BypassesQueue(received(&schema.Activity{Type: schema.TypeMessageUpdate, Text: "stop"})))
}

func TestStopButton(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		stop := make(chan struct{})
		var bot handlers.ActivityHandler
		bot.OnMessageText("work", func(ctx context.Context, turn *framework.TurnContext) error {
			<-stop
			return turn.SendText(ctx, "stopped")
		})
		bot.OnMessageText("stop", func(ctx context.Context, turn *framework.TurnContext) error {
			defer close(stop)
			return turn.SendText(ctx, "stopping")
		}, handlers.BypassQueue())
		bot.OnMessage(say("later", nil))

		c := newChannel()
		for _, text := range []string{"work", "wait"} {
			result, err := c.deliver(t, &bot, schema.TextMessage(text))
			require.NoError(t, err)
			require.True(t, result.Early, "%s has not ended", text)
		}
		result, err := c.deliver(t, &bot, schema.TextMessage("stop"))
		require.NoError(t, err)
		require.False(t, result.Early)
		require.NoError(t, c.engine.Shutdown(t.Context()))
		require.Equal(t, []string{"stopping", "stopped", "later"}, c.said())
	})
}

func FuzzRoutes(f *testing.F) {
	for _, text := range []string{
		"", "/", "say", "/say hi", "Help me", "order 42", "say\u00a0\u2028x", "\xff/\xfe", "ſay x", "/\u0130",
	} {
		f.Add(text, "")
		f.Add("<at>Bot</at>&nbsp;"+text, "<at>Bot</at>")
	}
	f.Fuzz(func(t *testing.T, text, mention string) {
		said := answers(t, routedBot(), &schema.Activity{
			Type:     schema.TypeMessage,
			Text:     text,
			Entities: []schema.Entity{schema.Mention{Mentioned: schema.ChannelAccount{ID: botID}, Text: mention}},
		})
		require.Len(t, said, 1, "a message has one answer")
		if args, ok := strings.CutPrefix(said[0], "command "); ok {
			require.Equal(t, strings.TrimSpace(args), args)
		}
	})
}
