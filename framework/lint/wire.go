package lint

import "github.com/convobot/convo/framework/schema"

// Wire returns a copy of an activity that the bot sends, as the framework puts it on the wire; see
// [schema.Activity.Outbound]. What hooks of a turn see, and handlers make, is not the wire's form yet.
func Wire(a *schema.Activity) *schema.Activity { return a.Outbound() }
