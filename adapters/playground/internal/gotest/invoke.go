package gotest

import (
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"github.com/convobot/convo/adapters/internal/client"
	"github.com/convobot/convo/framework/schema"
	"github.com/convobot/convo/framework/teams"
)

// invokes has a person's client invoke the bot, and expects the answer.
func (s *story) invokes(at seat, a *schema.Activity) {
	s.does(at, s.invoke(at, a), at)
	delete(s.fronts, at.person)
	came, ok := s.told[Key{a.ID, a.Type}]
	if !ok || came.Status == 0 || came.Status == http.StatusInternalServerError { // of that the caller tells
		return
	}
	front, ok := client.SurfaceOf(a, came.Answer)
	if ok = ok && len(came.Answer) > 0; ok {
		s.fronts[at.person] = front
	}
	if expected := expectAnswer(front, ok, came); expected != "" {
		s.expects(at, expected)
	}
	if i := s.indexOf(at.conversation, a.ReplyToID); i >= 0 {
		s.views.Keep(at.person, s.said[at.conversation][i], a, came.Answer)
	}
}

// expectAnswer is the sentence for an answer, or "" if there is nothing to see in it.
func expectAnswer(front client.Surface, inFront bool, came Outcome) string {
	body := client.Plain(came.Answer)
	status, shown := client.Status(came.Status, body), client.Visible(body)
	switch {
	case status < 200 || status > 299:
		return fmt.Sprintf(`ExpectRefusal(%d, "")`, status)
	case inFront && front.IsDialog && len(front.Texts()) > 0:
		return call("ExpectDialog", front.Texts()[0])
	case inFront && front.Preview != nil:
		return call("ExpectPreview", client.MessageTexts(front.Preview)[0])
	case inFront && front.Listed:
		var parts []string
		for _, r := range front.Results {
			parts = append(parts, append(client.ResultTexts(r), "")[0])
		}
		return call("ExpectResults", parts...)
	case len(shown) > 0:
		return call("ExpectAnswer", shown[0])
	}
	return ""
}

// invoke is the sentence for an invoke.
func (s *story) invoke(at seat, a *schema.Activity) string {
	for _, sentence := range []func(seat, *schema.Activity) (string, bool){
		s.presses, s.submits, s.previewed, s.picks, s.searches, s.opens, s.rates, s.consents, s.signsIn,
	} {
		if text, ok := sentence(at, a); ok {
			return text
		}
	}
	return sendsJSON(a)
}

// previewed goes on from the preview of a message.
func (s *story) previewed(at seat, a *schema.Activity) (string, bool) {
	action, err := schema.As[teams.MessagingExtensionAction](a.Value)
	if a.Name != teams.InvokeMessagingExtensionSubmitAction || err != nil || s.fronts[at.person].Preview == nil {
		return "", false
	}
	switch action.BotMessagePreviewAction {
	case "send":
		return "Posts()", true
	case "edit":
		return "Revises()", true
	}
	return "", false
}

// picks chooses one of the results in front of a person.
func (s *story) picks(at seat, a *schema.Activity) (string, bool) {
	if a.Name != teams.InvokeMessagingExtensionSelectItem {
		return "", false
	}
	results := s.fronts[at.person].Results
	for i, r := range results {
		draft, ok := client.Pick(r)
		texts := client.ResultTexts(r)
		if !ok || !sameInvoke(draft, a) || len(texts) == 0 {
			continue
		}
		isAnother := slices.ContainsFunc(results[:i], func(before teams.MessagingExtensionAttachment) bool {
			return slices.ContainsFunc(client.ResultTexts(before), func(text string) bool { return strings.Contains(text, texts[0]) })
		})
		return call("Picks", texts[0]), !isAnother
	}
	return "", false
}

// searches uses a search command, or a link.
func (s *story) searches(_ seat, a *schema.Activity) (string, bool) {
	switch a.Name {
	case teams.InvokeMessagingExtensionQueryLink:
		link, err := schema.As[teams.AppBasedLinkQuery](a.Value)
		return call("PastesLink", link.URL), err == nil && sameInvoke(client.PasteLink(link.URL), a)
	case teams.InvokeMessagingExtensionQuery:
		query, err := schema.As[teams.MessagingExtensionQuery](a.Value)
		if err != nil {
			return "", false
		}
		if sameInvoke(client.Search(query.CommandID, nil, 0), a) {
			return call("Searches", query.CommandID), true
		}
		filled := make(map[string]any)
		for _, p := range query.Parameters {
			filled[p.Name] = client.Plain(p.Value)
		}
		arguments, ok := inputs(filled)
		return "Searches(" + strings.Join(append([]string{strconv.Quote(query.CommandID)}, arguments...), ", ") + ")",
			ok && len(filled) == len(query.Parameters) && sameInvoke(client.Search(query.CommandID, query.Parameters, 0), a)
	}
	return "", false
}

// opens opens or runs an action command, a tab or the configuration.
func (s *story) opens(at seat, a *schema.Activity) (string, bool) {
	switch a.Name {
	case teams.InvokeConfigFetch:
		return "Configures()", sameInvoke(client.Configure(), a)
	case teams.InvokeTabFetch:
		request, err := schema.As[teams.TabRequest](a.Value)
		id := request.TabContext.TabEntityID
		return call("OpensTab", id), err == nil && sameInvoke(client.OpenTab(id), a)
	case teams.InvokeMessagingExtensionFetchTask, teams.InvokeMessagingExtensionSubmitAction:
		return s.action(at, a)
	}
	return "", false
}

func (s *story) action(at seat, a *schema.Activity) (string, bool) {
	sent, err := schema.As[teams.MessagingExtensionAction](a.Value)
	if err != nil {
		return "", false
	}
	var on *schema.Activity
	arguments := []string{strconv.Quote(sent.CommandID)}
	part := ""
	if id := sent.MessagePayload.ID; id != "" {
		seen := s.sees(at)
		i := slices.IndexFunc(seen, func(m *schema.Activity) bool { return m.ID == id })
		if i < 0 {
			return "", false
		}
		on, part = seen[i], client.MessageTexts(seen[i])[0]
		if slices.ContainsFunc(seen[:i], func(m *schema.Activity) bool {
			return strings.Contains(strings.Join(client.MessageTexts(m), "\n"), part)
		}) {
			return "", false
		}
	}
	action := client.Action(sent.CommandID, on, s.world.Bot().ID)
	draft, method := client.OpenAction(action), "OpensAction"
	if a.Name == teams.InvokeMessagingExtensionSubmitAction {
		draft, method = client.SubmitAction(action, sent.Data), "SubmitsAction"
		object, _ := client.Plain(sent.Data).(map[string]any)
		filled, ok := inputs(object)
		if !ok {
			return "", false
		}
		arguments = append(arguments, append(filled, "nil")[0])
	}
	if on != nil {
		arguments = append(arguments, strconv.Quote(part))
	}
	return method + "(" + strings.Join(arguments, ", ") + ")", sameInvoke(draft, a)
}

// rates judges a message.
func (s *story) rates(_ seat, a *schema.Activity) (string, bool) {
	value, _ := client.Plain(a.Value).(map[string]any)
	if a.Name == teams.InvokeMessageFetchTask {
		data, _ := value["data"].(map[string]any)
		action, _ := data["actionValue"].(map[string]any)
		reaction, _ := action["reaction"].(string)
		return call("Rates", reaction), sameInvoke(client.FetchRating(reaction), a)
	}
	action, _ := value["actionValue"].(map[string]any)
	reaction, _ := action["reaction"].(string)
	if a.Name != teams.InvokeMessageSubmitAction {
		return "", false
	}
	if sameInvoke(client.Rate(reaction, nil), a) {
		return call("Rates", reaction), true
	}
	form, _ := dataOf(a).(map[string]any)
	comment, ok := form["feedbackText"].(string)
	return call("Rates", reaction, comment), ok && sameInvoke(client.Rate(reaction, &comment), a)
}

// consents answers to a file that is offered.
func (s *story) consents(at seat, a *schema.Activity) (string, bool) {
	consent, err := schema.As[teams.FileConsentCardResponse](a.Value)
	if a.Name != teams.InvokeFileConsent || err != nil {
		return "", false
	}
	seen := s.sees(at)
	newest := slices.IndexFunc(seen, func(m *schema.Activity) bool {
		return s.isOfBot(m) && slices.ContainsFunc(m.Attachments, func(attached schema.Attachment) bool {
			return attached.ContentType == teams.ContentTypeFileConsentCard
		})
	})
	if newest < 0 || seen[newest].ID != a.ReplyToID {
		return "", false
	}
	if consent.Action == "accept" {
		return "AcceptsFile()", true
	}
	return "DeclinesFile()", true
}

// signsIn signs in to the connection of the newest card that asks for it. The token is one of the test's own.
func (s *story) signsIn(at seat, a *schema.Activity) (string, bool) {
	method := map[string]string{
		schema.InvokeSignInVerifyState: "SignsIn", schema.InvokeSignInTokenExchange: "SignsInSilently",
	}[a.Name]
	if method == "" {
		return "", false
	}
	for _, m := range s.sees(at) {
		for _, attached := range m.Attachments {
			card, err := schema.As[schema.OAuthCard](attached.Content)
			if attached.ContentType == schema.ContentTypeOAuthCard && err == nil && s.isOfBot(m) {
				return call(method, card.ConnectionName, "a token"), true
			}
		}
	}
	return "", false
}
