package world_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"

	"github.com/convobot/convo/adapters/world"
	"github.com/convobot/convo/framework/schema"
)

func Example() {
	w := world.New(world.Config{})
	ann := w.AddPerson(world.Person{Name: "Ann"})

	// Ann says something. The activity is what Teams would send to the bot.
	activity, told, err := w.Send(ann, w.PersonalChat(ann), schema.TextMessage("hi"))
	if err != nil {
		panic(err)
	}
	fmt.Println(activity.From.Name, "says", activity.Text, told)

	// The bot answers through the connector.
	url := activity.ServiceURL + "v3/conversations/" + activity.Conversation.ID + "/activities"
	answer := httptest.NewRecorder()
	body := strings.NewReader(`{"type":"message","text":"Hi, Ann"}`)
	w.ServeHTTP(answer, httptest.NewRequestWithContext(context.Background(), http.MethodPost, url, body))
	fmt.Println(answer.Code, answer.Body)

	for _, entry := range w.Timeline(0) {
		fmt.Printf("%s, %s: %s\n", entry.Where, entry.Who, entry.Activity.Text)
	}
	// Output:
	// Ann says hi true
	// 201 {"id":"1700000000004"}
	// Ann's chat, Ann: hi
	// Ann's chat, Bot: Hi, Ann
}
