package playground_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"github.com/chromedp/chromedp"
	"github.com/stretchr/testify/require"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// shows is a bot that answers the text "show" with an attachment.
func shows(attachment schema.Attachment) *heard {
	var bot handlers.ActivityHandler
	bot.OnMessageText("show", func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := turn.SendActivity(ctx, schema.AttachmentMessage(attachment))
		return err
	})
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error { return turn.SendText(ctx, "Done") })
	return &heard{bot: &bot}
}

// doneBy is whether a person sees that the bot has answered so often.
const doneBy = `[...document.querySelectorAll('[aria-label="%s"] .message .body')].filter((one) => one.textContent === "Done").length === %d`

func TestWhatAButtonSaysIsSeenByOthers(t *testing.T) {
	t.Parallel()
	ears := shows(schema.HeroCard{Title: "Lunch?", Buttons: []schema.CardAction{
		{Type: schema.ActionMessageBack, Title: "Yes", Text: "yes", DisplayText: "I come along", Value: map[string]any{"seats": 1}},
		{Type: schema.ActionMessageBack, Title: "Hidden", Text: "hidden", Value: map[string]any{"seats": 0}},
		{Type: schema.ActionIMBack, Title: "No", Value: "not today"},
	}}.Attachment())
	b := browse(t, ears)
	b.goes("Ann Ahmed", "Lunch")
	b.goes("Bob Berg", "Lunch")
	b.says("Ann Ahmed", "show")
	for i, title := range []string{"Hidden", "Yes", "No"} {
		b.clicks(said("Bob Berg", "Bot", "Lunch?") + `//button[normalize-space(.)="` + title + `"]`)
		b.until(fmt.Sprintf(doneBy, "Ann Ahmed", i+1))
	}
	b.sees(said("Ann Ahmed", "Bob Berg", "Bot not today"))
	b.do("reload", chromedp.Reload())
	b.sees(said("Ann Ahmed", "Bob Berg", "I come along"))
	b.sees(said("Bob Berg", "Bob Berg", "I come along"))
	b.misses(said("Ann Ahmed", "Bob Berg", "hidden"))
	b.screenshot("message-back.png")

	messages := ears.of(schema.TypeMessage)
	require.Len(t, messages, 4)
	require.Equal(t, []string{"hidden", "yes", "<at>Bot</at> not today"}, []string{messages[1].Text, messages[2].Text, messages[3].Text})
	value, err := json.Marshal(messages[2].Value)
	require.NoError(t, err)
	require.JSONEq(t, `{"seats":1}`, string(value))
	require.NotEmpty(t, messages[2].ReplyToID)
}

func TestLargeNumbersOfCardsStayExact(t *testing.T) {
	t.Parallel()
	const data = `{"id":9007199254740993,"all":[12345678901234567890,-9007199254740995,1.5],"text":"9007199254740993"}`
	ears := shows(schema.AdaptiveCard(json.RawMessage(`{"type":"AdaptiveCard","version":"1.5","body":[
		{"type":"TextBlock","text":"Order"}, {"type":"FactSet","facts":[{"title":"Number","value":9007199254740993}]}, {"type":"Input.Text","id":"why"}],
		"actions":[{"type":"Action.Submit","title":"Submit","data":` + data + `}, {"type":"Action.Execute","title":"Execute","verb":"v","data":` + data + `},
			{"type":"Action.Submit","title":"Bare","data":9007199254740993},
			{"type":"Action.Submit","title":"Message","data":{"msteams":{"type":"messageBack","text":"t","value":` + data + `}}}]}`)))
	b := browse(t, ears)
	b.says("Ann Ahmed", "show")
	card := said("Ann Ahmed", "Bot", "Order")
	b.sees(card + `[contains(.,"9007199254740993")]`)
	for i, title := range []string{"Submit", "Bare", "Message"} {
		b.clicks(card + `//button[normalize-space(.)="` + title + `"]`)
		b.until(fmt.Sprintf(doneBy, "Ann Ahmed", i+1))
	}
	b.clicks(card + `//button[normalize-space(.)="Execute"]`)
	b.sees(card + `//*[@role="alert"]`) // this bot does not answer it
	var values []string
	for _, a := range append(ears.of(schema.TypeMessage)[1:], ears.of(schema.TypeInvoke)...) {
		raw, err := json.Marshal(a.Value)
		require.NoError(t, err)
		values = append(values, string(raw))
	}
	// Members are in other orders; to compare them as JSON would round the numbers of both.
	for i, want := range []string{`"id":9007199254740993`, `9007199254740993`, `"id":9007199254740993`, `"id":9007199254740993`} {
		require.Contains(t, values[i], want)
		require.Equal(t, i != 1, strings.Contains(values[i], `"all":[12345678901234567890,-9007199254740995,1.5]`), values[i])
	}

	// The inspector shows them so, too.
	b.opens("Inspector")
	b.clicks(line("“t”"))
	b.sees(`//span[@class="json-number"][.="9007199254740993"]`)
}

// A browser that cannot keep them reads the rest all the same.
func TestExactNumbers(t *testing.T) {
	t.Parallel()
	p := openCards(t)
	var got []string
	p.eval(`(async () => {
		const { parseExact, isExact, copyOf } = await import("/page/exact.js");
		const text = '{"a":[9007199254740993,{"b":1e400}],"c":-12345678901234567890,"d":1234567890123456,"e":0.1234567890123456789,"__proto__":"x"}';
		const read = parseExact(text), copied = copyOf(read);
		const shown = [JSON.stringify(copied), String(isExact(copied.c)), String(isExact(copied.d)), String(copied !== read && copied.a !== read.a)];
		delete JSON.rawJSON;
		delete JSON.isRawJSON;
		return [...shown, JSON.stringify(copyOf(parseExact(text)))];
	})()`, &got)
	require.Equal(t, []string{
		`{"a":[9007199254740993,{"b":null}],"c":-12345678901234567890,"d":1234567890123456,"e":0.12345678901234568,"__proto__":"x"}`, "true", "false", "true",
		`{"a":[9007199254740992,{"b":null}],"c":-12345678901234567000,"d":1234567890123456,"e":0.12345678901234568,"__proto__":"x"}`,
	}, got)
}
