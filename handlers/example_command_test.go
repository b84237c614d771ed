package handlers_test

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/handlers"
)

// valuePrinter is an adapter whose channel prints types and values.
type valuePrinter struct{ framework.Adapter }

func (valuePrinter) SendActivities(
	_ context.Context, _ schema.ConversationReference, activities []*schema.Activity,
) ([]schema.ResourceResponse, error) {
	for _, a := range activities {
		value, err := json.Marshal(a.Value)
		if err != nil {
			return nil, err
		}
		fmt.Println(a.Type, string(value))
	}
	return nil, nil
}

// A program on the other side turns lamps on and off.
func ExampleOnCommand() {
	type Lamp struct {
		Name string `json:"name"`
		On   bool   `json:"on"`
	}
	var bot handlers.ActivityHandler
	handlers.OnCommand(&bot, "application/vnd.example.lamp",
		func(_ context.Context, _ *framework.TurnContext, in Lamp) (*Lamp, error) {
			if in.Name != "desk" {
				return nil, &handlers.CommandError{Code: "NoLamp", Message: "there is no such lamp"}
			}
			return &in, nil
		})
	for _, value := range []string{
		`{"commandId": "1", "data": {"name": "desk", "on": true}}`,
		`{"commandId": "2", "data": {"name": "hall"}}`,
		`"on"`, // not the form of a command: ignored
	} {
		command := &schema.Activity{Type: schema.TypeCommand, Name: "application/vnd.example.lamp", Value: json.RawMessage(value)}
		var engine framework.Engine // an adapter has one
		if _, err := engine.Process(context.Background(), valuePrinter{}, command, &bot); err != nil {
			fmt.Println(err)
		}
	}
	// Output:
	// commandResult {"commandId":"1","data":{"name":"desk","on":true}}
	// commandResult {"commandId":"2","error":{"code":"NoLamp","message":"there is no such lamp"}}
}
