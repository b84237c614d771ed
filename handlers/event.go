package handlers

import (
	"context"

	"github.com/convobot/convo/framework"
)

// OnEvent registers a handler of events with that name, which is matched exactly. Among them are the framework's own,
// such as [schema.EventContinueConversation], which starts a turn that the bot itself asked for.
//
// The event's value is read as [OnInvoke] reads an invoke's; one that T does not fit is a
// [*framework.BadValueError]. Handlers of one name may read it as different types.
func OnEvent[T any](r Registrar, name string, fn ValueFunc[T]) {
	h := r.activityHandler()
	h.mustAcceptNamed("OnEvent", name, fn != nil)
	h.addEvent(name, eventOf(of("OnEvent", name), fn))
}

// onEventNamed is OnEvent under a method's name.
func onEventNamed[T any](h *ActivityHandler, method, name string, fn ValueFunc[T]) {
	h.mustAccept(method, fn != nil)
	h.addEvent(name, eventOf(method, fn))
}

// eventOf makes a handler of one that wants the event's value.
func eventOf[T any](name string, fn ValueFunc[T]) framework.HandlerFunc {
	return func(ctx context.Context, turn *framework.TurnContext) error {
		turn.Handling(name)
		value, err := valueOf[T](turn.Activity)
		if err != nil {
			return err
		}
		return fn(ctx, turn, value)
	}
}

func (h *ActivityHandler) addEvent(name string, fn framework.HandlerFunc) {
	if h.namedEvents == nil {
		h.namedEvents = make(map[string][]framework.HandlerFunc)
	}
	h.namedEvents[name] = append(h.namedEvents[name], fn)
}
