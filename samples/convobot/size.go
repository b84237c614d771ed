package main

import (
	"encoding/json"
	"errors"

	"github.com/convobot/convo/framework/schema"
)

func checkSize(a *schema.Activity) error {
	raw, _ := json.Marshal(a)
	if len(raw) > 50000 {
		return errors.New("too big")
	}
	return nil
}
