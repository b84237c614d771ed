package handlers

import (
	"context"
	"errors"
	"reflect"

	"github.com/convobot/convo/framework"
	"github.com/convobot/convo/framework/schema"
)

// OnSearch registers the handler of searches in one dataset, which is matched exactly: the choices of a typeahead
// input whose card names that dataset. It panics if the dataset has a handler.
//
// The search's QueryText is never empty, and Kind is search where Teams leaves it out. QueryOptions are what the client
// asked for, any number at all: bound what you return.
//
// The answer is made with [schema.SearchResponse]; the zero response says that nothing was found. Errors and the
// HTTP status follow the rules of [OnAdaptiveCardAction]. What the protocol does not allow is answered HTTP 400, a
// search whose dataset has no handler, see [ActivityHandler.OnSearchInvoke], 501.
func (h *ActivityHandler) OnSearch(
	dataset string,
	fn InvokeFunc[schema.SearchInvokeValue, schema.SearchInvokeResponse],
) {
	h.mustAcceptNamed("OnSearch", dataset, fn != nil)
	where := of("OnSearch", dataset)
	h.answerSearches(where)
	h.searches.add(where, dataset, fn)
}

// OnSearchInvoke registers the handler of every search whose dataset has no handler of its own, or that has no dataset.
// The rules of [ActivityHandler.OnSearch] hold. It panics if there is one already.
func (h *ActivityHandler) OnSearchInvoke(fn InvokeFunc[schema.SearchInvokeValue, schema.SearchInvokeResponse]) {
	h.mustAccept("OnSearchInvoke", fn != nil)
	h.answerSearches("OnSearchInvoke")
	h.searches.addRest("OnSearchInvoke", fn)
}

// answerSearches makes the bot answer searches from the first registration on.
func (h *ActivityHandler) answerSearches(where string) {
	if h.searches.empty() {
		h.answerInvoke(where, schema.InvokeSearch, h.onSearch)
	}
}

func (h *ActivityHandler) onSearch(ctx context.Context, turn *framework.TurnContext) error {
	search, err := searchOf(turn.Activity)
	if err != nil {
		return err
	}
	fn := h.searches.find(search.Dataset)
	if fn == nil {
		return nil // without an answer the engine says 501
	}
	found, err := fn(ctx, turn, search)
	if reflect.ValueOf(found).IsZero() {
		found = schema.SearchResponse()
	}
	return respond(turn, schema.AdaptiveCardInvokeResponse(found), err)
}

// searchOf reads the value of an application/search.
func searchOf(a *schema.Activity) (schema.SearchInvokeValue, error) {
	if isTooLarge(a.Value) {
		return schema.SearchInvokeValue{}, refuse("BadRequest", "the value of the search is too large", nil)
	}
	search, err := schema.As[schema.SearchInvokeValue](a.Value)
	if search.Kind == "" && a.ChannelID == schema.ChannelTeams {
		search.Kind = "search"
	}
	switch {
	case errors.Is(err, schema.ErrNoValue):
		return search, refuse("BadRequest", "the search has no value", err)
	case err != nil:
		return search, refuseValue(a.Name, "", err)
	case search.Kind == "":
		return search, refuse("BadRequest", "the value of the search has no kind", nil)
	case search.QueryText == "":
		return search, refuse("BadRequest", "the value of the search has no queryText", nil)
	default:
		return search, nil
	}
}
