package cards

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"

	"github.com/convobot/convo/framework/internal/wire"
	"github.com/convobot/convo/framework/schema"
)

// Check finds what is wrong with a card: a [Card], JSON as a [json.RawMessage], or any other value whose JSON is a card.
// It returns nil, or the problems as one error, each with its place. Call it in a test for every card of a bot, or for cards
// that come from elsewhere.
//
// These make clients refuse the whole card, some only on telephones: an input without an id; an id that stands twice
// (what is inside a fallback may repeat those outside); elements, inputs and actions without what they need, such as an
// [Image] without a URL or a [Choice] without a value. These do nothing, or less than they seem to: an element
// without a type; [Execute] and refresh in a card of a version below 1.5; more than [MaxRefreshUsers]; a [ShowCard] as a tap;
// a target that is not there; a mention whose text is not in the card; a comma in a choice of several;
// an [Authentication] without its button to sign in.
//
// Check knows nothing of the values of members, nor of elements that have no type here, except for their ids. The size
// of a message is checked by teams.CheckSize.
//
// Spec: https://github.com/microsoft/AdaptiveCards/tree/main/source/shared/cpp/ObjectModel
func Check(card schema.Any) error {
	raw, err := wire.Marshal(card, writers)
	if err != nil {
		return fmt.Errorf("cards: the card has no JSON form: %w", err)
	}
	var root map[string]any
	if err := wire.Unmarshal(raw, &root); err != nil || root == nil {
		return errors.New("cards: a card is a JSON object")
	}
	c := checker{ids: map[string]string{}, others: map[string]bool{}}
	c.card("", root)
	c.object("", root, false)
	c.references(root)
	return errors.Join(c.problems...)
}

type checker struct {
	problems []error
	ids      map[string]string // to the place where each stands first
	others   map[string]bool   // ids inside of fallbacks
	targets  map[string]string // ids that actions name, to the place of the first that does
	text     strings.Builder   // all texts of the card
}

func (c *checker) report(place, format string, args ...any) {
	if place == "" {
		place = "the card"
	}
	c.problems = append(c.problems, fmt.Errorf("cards: %s %s", place, fmt.Sprintf(format, args...)))
}

// card checks what only a whole card has.
func (c *checker) card(place string, root map[string]any) {
	if root["type"] != "AdaptiveCard" {
		c.report(place, `has no "type": "AdaptiveCard"`)
	}
	if _, ok := parseVersion(root); !ok {
		c.report(place, `has no version such as "1.5"`)
	}
	if refresh, ok := root["refresh"].(map[string]any); ok {
		if action, _ := refresh["action"].(map[string]any); action["type"] != "Action.Execute" {
			c.report("refresh", "has no action of type Action.Execute")
		}
		if users, _ := refresh["userIds"].([]any); len(users) > MaxRefreshUsers {
			c.report("refresh.userIds", "names %d users; Teams refreshes for %d", len(users), MaxRefreshUsers)
		}
	}
	if auth, ok := root["authentication"].(map[string]any); ok && !hasSignIn(auth) {
		c.report("authentication", `has no button of type "signin"`)
	}
	if isOld(root) && (root["refresh"] != nil || executes(root)) {
		c.report(place, "has version %v, but Teams knows Action.Execute and refresh from 1.5 on", root["version"])
	}
}

// object checks v and all that is inside it.
func (c *checker) object(place string, v map[string]any, inFallback bool) {
	kind, _ := v["type"].(string)
	c.identify(place, v, inFallback)
	c.needs(place, kind, v)
	switch kind {
	case "Action.ToggleVisibility":
		c.toggles(place, v)
	case "Input.ChoiceSet":
		c.choices(place, v)
	}
	for _, name := range slices.Sorted(maps.Keys(v)) {
		if !isOpen(name) {
			c.member(join(place, name), name, v[name], inFallback)
		}
	}
}

func (c *checker) member(place, name string, v any, inFallback bool) {
	inFallback = inFallback || name == "fallback"
	switch v := v.(type) {
	case string:
		c.text.WriteString(v)
		c.text.WriteByte('\n')
	case map[string]any:
		switch {
		case name == "card":
			if v["type"] != "AdaptiveCard" {
				c.report(place, `has no "type": "AdaptiveCard"`)
			}
		case isTap(name) && v["type"] == "Action.ShowCard":
			c.report(place, "is an Action.ShowCard, which works as a button only")
		case name == "backgroundImage" && isEmpty(v["url"]):
			c.report(place, "has no url")
		}
		c.object(place, v, inFallback)
	case []any:
		for i, item := range v {
			c.item(place+"["+strconv.Itoa(i)+"]", name, item, inFallback)
		}
	}
}

func (c *checker) item(place, list string, v any, inFallback bool) {
	object, ok := v.(map[string]any)
	if kind, _ := object["type"].(string); kind == "" && needsType(list) && (ok || list != "inlines") {
		c.report(place, "has no type")
	}
	if ok {
		c.object(place, object, inFallback)
		return
	}
	if text, ok := v.(string); ok {
		c.text.WriteString(text + "\n")
	}
}

// identify notes the id of v. Clients that see an id twice refuse the card.
func (c *checker) identify(place string, v map[string]any, inFallback bool) {
	id, _ := v["id"].(string)
	if id == "" || strings.HasPrefix(place, "authentication") {
		return
	}
	if inFallback {
		c.others[id] = true
		return
	}
	if first, ok := c.ids[id]; ok {
		c.report(place, "has the id %q, as has %s", id, first)
		return
	}
	c.ids[id] = place
}

// needs reports members that v must have and that are absent, or empty.
func (c *checker) needs(place, kind string, v map[string]any) {
	names := required(kind)
	if strings.HasPrefix(kind, "Input.") {
		names = append(names, "id")
	}
	for _, name := range names {
		if v[name] == nil || name != "text" && isEmpty(v[name]) { // no text is a text too
			c.report(place, "is of type %s and has no %s", kind, name)
		}
	}
}

func (c *checker) toggles(place string, v map[string]any) {
	targets, _ := v["targetElements"].([]any)
	for i, target := range targets {
		id, ok := target.(string)
		if object, isObject := target.(map[string]any); isObject {
			id, ok = object["elementId"].(string)
		}
		at := join(place, "targetElements["+strconv.Itoa(i)+"]")
		if !ok || id == "" {
			c.report(at, "has no elementId")
			continue
		}
		if c.targets == nil {
			c.targets = map[string]string{}
		}
		if _, ok := c.targets[id]; !ok {
			c.targets[id] = at
		}
	}
}

func (c *checker) choices(place string, v map[string]any) {
	several := v["isMultiSelect"] == true
	choices, _ := v["choices"].([]any)
	for i, choice := range choices {
		object, _ := choice.(map[string]any)
		at := join(place, "choices["+strconv.Itoa(i)+"]")
		for _, name := range []string{"title", "value"} {
			if isEmpty(object[name]) {
				c.report(at, "has no %s", name)
			}
		}
		if value, _ := object["value"].(string); several && strings.Contains(value, ",") {
			c.report(at, "has a comma in its value, and several values are submitted with commas between them")
		}
	}
}

// references checks what names something elsewhere in the card.
func (c *checker) references(root map[string]any) {
	for _, id := range slices.Sorted(maps.Keys(c.targets)) {
		if _, ok := c.ids[id]; !ok && !c.others[id] {
			c.report(c.targets[id], "names %q, which no element has as its id", id)
		}
	}
	msteams, _ := root["msteams"].(map[string]any)
	entities, _ := msteams["entities"].([]any)
	for i, entity := range entities {
		mention, _ := entity.(map[string]any)
		text, _ := mention["text"].(string)
		if text == "" || !strings.Contains(c.text.String(), text) {
			c.report("msteams.entities["+strconv.Itoa(i)+"]", "has the text %q, which is nowhere in the card", text)
		}
	}
}
