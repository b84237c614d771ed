package playground_test

import (
	"context"
	"testing"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// What AI wrote has its label, its sources and how confidential it is; an address that is none to follow is no link.
func TestAnAnswerOfAI(t *testing.T) {
	t.Parallel()
	var bot handlers.ActivityHandler
	bot.OnMessageText("odd", func(ctx context.Context, turn *framework.TurnContext) error {
		_, err := turn.SendActivity(ctx, &schema.Activity{Text: "Odd", Entities: []schema.Entity{schema.MessageEntity{
			Citation: []schema.Claim{{Position: 1}, {Position: 2, Appearance: schema.Appearance{URL: "javascript:alert(1)", Abstract: "<b>bold</b>"}}},
		}}})
		return err
	})
	bot.OnMessage(func(ctx context.Context, turn *framework.TurnContext) error {
		answer := schema.TextMessage("The canteen opens at noon [1].")
		answer.MarkAIGenerated()
		answer.AddCitation(1, schema.Appearance{
			Name: "Opening hours", URL: "https://example.com/canteen", Abstract: "Monday to Friday", Keywords: []string{"lunch", "hours"},
		})
		answer.SetSensitivity(schema.SensitivityUsageInfo{Name: "General", Description: "For everyone in the house"})
		_, err := turn.SendActivity(ctx, answer)
		return err
	})
	b := browse(t, &bot)
	b.says("Ann Ahmed", "when?")
	answer := said("Ann Ahmed", "Bot", "The canteen opens at noon")
	b.sees(answer + `//span[@class="flag"][.="AI generated"]`)
	b.sees(answer + `//span[@class="flag"][.="General"][@title="For everyone in the house"]`)
	source := answer + `//ol[@aria-label="Sources"]/li[@value="1"]`
	b.sees(source + `/a[.="Opening hours"][@href="https://example.com/canteen"]`)
	b.sees(source + `[contains(.,"lunch, hours")][contains(.,"Monday to Friday")]`)
	b.screenshot("ai.png")

	b.says("Ann Ahmed", "odd")
	odd := said("Ann Ahmed", "Bot", "Odd")
	b.sees(odd + `//ol/li[@value="2"][contains(.,"A source without a name")][contains(.,"<b>bold</b>")]`)
	b.misses(odd + `//ol//a`)
	b.misses(odd + `//span[@class="flag"]`)
}
