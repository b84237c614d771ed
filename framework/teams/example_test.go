package teams_test

import (
	"encoding/json"
	"fmt"

	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

func ExampleChannelID() {
	received := schema.Activity{ChannelData: json.RawMessage(`{"channel": {"id": "19:engines@thread.tacv2"}, "team": {"id": "19:team@thread.tacv2"}}`)}
	if channel := teams.ChannelID(&received); channel != "" {
		fmt.Println("in channel", channel)
	}
	fmt.Printf("%q\n", teams.ChannelID(schema.TextMessage("from a private chat")))
	// Output:
	// in channel 19:engines@thread.tacv2
	// ""
}

func ExampleThreadID() {
	fmt.Println(teams.ThreadID("19:engines@thread.tacv2", "1741079727314"))
	// Output: 19:engines@thread.tacv2;messageid=1741079727314
}
