package transfer

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/convobot/convo/framework/proactive"
	"github.com/convobot/convo/framework/schema"
)

// maxOrigin is up to which length, in bytes, a reference is kept as it was.
const maxOrigin = 16 << 10

// ImportReferences stores conversation references that a bot of botbuilder or of an Agents SDK has kept, in any of the
// forms that are seen:
//
//	[{"conversation": {"id": ...}, "serviceUrl": ...}, ...]        an array
//	{"<some id>": {"conversation": ...}, ...}                      an object by ids
//	{"conversation": ...}                                          JSON Lines
//	{"reference": {"conversation": ...}, "claims": {"aud": ...}}   items of an Agents SDK, in any of these
//
// AppID is the id of the bot that has them; the claims of an item win over it. Member names may begin with capitals, as
// .NET wrote them. What the store has already stays as it is: the bot has heard of it since. A reference without a channel, conversation
// or service URL, or that is no JSON object, is reported, by its line or its place in the array or object, and passed
// over. The reference as it was goes into [proactive.Record].Origin.
//
// Whether a service URL may have the bot's token is not asked here; adapters do when they send.
//
// The error is the store's, r's, that ctx ended, or that what r has is no JSON from somewhere on; the report then says what
// was stored before.
func ImportReferences(ctx context.Context, store proactive.Store, r io.Reader, appID string) (Report, error) {
	i := newImporter(store)
	take := func(number int, raw []byte, err error) error {
		var record proactive.Record
		if err == nil {
			record, err = fromReference(raw, appID)
		}
		if err != nil {
			i.report.bad(number, err)
			return ctx.Err()
		}
		return i.add(ctx, record)
	}
	in := newReader(r)
	head, _ := in.Peek(1 << 10) // what is wrong is found when it is read
	var err error
	if isOneValue(head) {
		err = eachElement(in, take)
	} else {
		err = eachLine(in, take)
	}
	if err == nil {
		err = i.flush(ctx)
	}
	return i.report, err
}

// isOneValue tells an array, or an object by ids, from lines of references: by the first member's name, which is one
// that references and items have, or an id.
func isOneValue(head []byte) bool {
	decoder := json.NewDecoder(bytes.NewReader(head))
	switch first, _ := decoder.Token(); first {
	case json.Delim('['):
		return true
	case json.Delim('{'):
	default:
		return false
	}
	name, _ := decoder.Token()
	text, ok := name.(string)
	if !ok {
		return false
	}
	switch lowerFirst(text) {
	case "activityId", "user", "bot", "agent", "conversation", "channelId", "serviceUrl", "locale", "deliveryMode",
		"requestId", "reference", "claims", "conversationReference":
		return false
	}
	return true
}

// eachElement calls do with every element of the array, or member of the object, that r has.
func eachElement(r io.Reader, do func(number int, raw []byte, err error) error) error {
	bounded := &bounded{Reader: r, left: 2 * maxLine}
	decoder := json.NewDecoder(bounded)
	opening, err := decoder.Token()
	for number := 1; err == nil && decoder.More(); number++ {
		if opening == json.Delim('{') {
			if _, err = decoder.Token(); err != nil {
				break
			}
		}
		var raw json.RawMessage
		if err = decoder.Decode(&raw); err != nil {
			break
		}
		var tooLong error
		if len(raw) > maxLine {
			tooLong = errTooLong
		}
		if err := do(number, raw, tooLong); err != nil {
			return err
		}
		bounded.left = 2 * maxLine
	}
	if err == nil {
		_, err = decoder.Token()
	}
	if err != nil {
		return fmt.Errorf("transfer: read: no JSON after byte %d: %w", decoder.InputOffset(), err)
	}
	return nil
}

// bounded refuses to read on in one element for ever.
type bounded struct {
	io.Reader

	left int // bytes
}

// Read implements [io.Reader].
func (b *bounded) Read(p []byte) (int, error) {
	if b.left <= 0 {
		return 0, errTooLong
	}
	n, err := b.Reader.Read(p[:min(len(p), b.left)])
	b.left -= n
	return n, err
}

// item is what an Agents SDK stores.
//
// Spec: https://github.com/microsoft/Agents-for-js/tree/main/packages/agents-hosting/src/app/proactive
type item struct {
	Reference json.RawMessage `json:"reference"`
	Claims    struct {
		Audience string `json:"aud"`
		TenantID string `json:"tid"`
	} `json:"claims"`
}

var (
	errNoObject       = errors.New("it is no JSON object")
	errNoConversation = errors.New("the reference has no conversation.id")
	errNoChannel      = errors.New("the reference has no channelId")
	errNoServiceURL   = errors.New("the reference has no serviceUrl")
)

// fromReference makes a record of a stored reference or item.
func fromReference(raw []byte, appID string) (proactive.Record, error) {
	var record proactive.Record
	raw, err := lowerNames(raw, 0)
	if err != nil {
		return record, err
	}
	var in item
	if err := json.Unmarshal(raw, &in); err == nil && len(in.Reference) > 0 {
		raw, appID = in.Reference, cmp.Or(in.Claims.Audience, appID)
	}
	var ref schema.ConversationReference
	if err := ref.UnmarshalJSON(raw); err != nil {
		return record, errors.New("it is no conversation reference")
	}
	complete(&ref, in.Claims.TenantID)
	switch {
	case ref.Conversation.ID == "":
		return record, errNoConversation
	case ref.ChannelID == "":
		return record, errNoChannel
	case ref.ServiceURL == "":
		return record, errNoServiceURL
	}
	record = proactive.Record{
		Key: proactive.KeyOf(appID, ref), Reference: ref, CreatedAt: time.Now().Truncate(time.Second).UTC(),
	}
	if len(raw) <= maxOrigin {
		record.Origin = bytes.Clone(raw) // the line is read over
	}
	return checked(record)
}

// complete adds what references of other SDKs say elsewhere, or not at all.
func complete(ref *schema.ConversationReference, tenantID string) {
	ref.ActivityID = ""
	if ref.Bot.ID == "" {
		_ = json.Unmarshal(ref.Extra["agent"], &ref.Bot) // the Agents SDKs' name; without a bot, the adapter's is meant
	}
	ref.Conversation.TenantID = cmp.Or(ref.Conversation.TenantID, tenantID)
	kind := &ref.Conversation.ConversationType
	if ref.ChannelID != schema.ChannelTeams || *kind != "" {
		return
	}
	switch id := ref.Conversation.ID; {
	case strings.HasPrefix(id, "a:"):
		*kind = schema.ConversationPersonal
	case strings.Contains(id, "@thread.tacv2"), strings.Contains(id, "@thread.skype"):
		*kind = schema.ConversationChannel
	case strings.HasPrefix(id, "19:"):
		*kind = schema.ConversationGroup
	}
}

// lowerNames writes the members of an object, and of those in it, with a small first letter, if the first one of them has
// a capital, as .NET writes them. Other JSON is an error on top, and stays as it is inside.
func lowerNames(raw []byte, depth int) ([]byte, error) {
	const deepest = 3 // items, references, accounts
	var members map[string]json.RawMessage
	if json.Unmarshal(raw, &members) != nil || members == nil {
		if depth > 0 {
			return raw, nil
		}
		return nil, errNoObject
	}
	if depth == deepest {
		return raw, nil
	}
	changed := false
	lowered := make(map[string]json.RawMessage, len(members))
	for name, value := range members {
		inner, err := lowerNames(value, depth+1)
		if err != nil {
			return nil, err
		}
		lower := lowerFirst(name)
		changed = changed || lower != name || !bytes.Equal(inner, value)
		lowered[lower] = inner
	}
	if !changed {
		return raw, nil
	}
	return json.Marshal(lowered)
}

func lowerFirst(name string) string {
	first, size := utf8.DecodeRuneInString(name)
	if !unicode.IsUpper(first) {
		return name
	}
	return string(unicode.ToLower(first)) + name[size:]
}
