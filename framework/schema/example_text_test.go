package schema_test

import (
	"fmt"

	"github.com/convobot/convo/framework/schema"
)

func ExampleActivity_AddMention() {
	message := schema.TextMessage("Over to")
	message.AddMention(schema.ChannelAccount{ID: "29:ada", Name: "Ada"})
	fmt.Println(message.Text, len(message.Entities))
	// Output: Over to <at>Ada</at> 1
}

// What a language model shall read.
func ExampleActivity_NormalizeMentions() {
	bot, ada := schema.ChannelAccount{ID: "28:convo", Name: "Convo"}, schema.ChannelAccount{ID: "29:ada", Name: "Ada"}
	received := schema.TextMessage("<at>Convo</at> who is <at>Ada</at>?")
	received.Recipient = bot
	received.Entities = []schema.Entity{schema.NewMention(bot), schema.NewMention(ada)}

	received.NormalizeMentions(true)
	fmt.Println(received.Text)
	// Output: who is Ada?
}

func ExampleActivity_Quote() {
	answer := schema.TextMessage("Yes, it is blue.")
	answer.Quote("1741079727314")
	fmt.Println(answer.Text)
	fmt.Println(answer.Quotes()[0].MessageID)
	// Output:
	// <quoted messageId="1741079727314"/> Yes, it is blue.
	// 1741079727314
}

// Two questions, answered one by one.
func ExampleActivity_AppendQuote() {
	answer := schema.TextMessage("")
	answer.AppendQuote("1")
	answer.Text += " Yes. "
	answer.AppendQuote("2")
	answer.Text += " No."
	fmt.Println(answer.Text)
	// Output: <quoted messageId="1"/> Yes. <quoted messageId="2"/> No.
}

// The label is one of the organization's in Microsoft Purview.
func ExampleActivity_SetSensitivity() {
	answer := schema.TextMessage("The engine will be sold [1].")
	answer.SetSensitivity(schema.SensitivityUsageInfo{LabelID: "defa4170-0d19-0005-0005-bc88714345d2"})
	answer.AddCitation(1, schema.Appearance{
		Name: "Plans", Abstract: "What comes next.",
		UsageInfo: schema.SensitivityUsageInfo{LabelID: "defa4170-0d19-0005-0005-bc88714345d2"},
	})
	label, _ := schema.EntityOf[schema.MessageEntity](answer)
	fmt.Println(label.UsageInfo.Kind, label.Citation[0].Appearance.UsageInfo.Kind)
	// Output: CreativeWork CreativeWork
}
