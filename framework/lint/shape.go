package lint

import "strings"

// A form is what the specification says a value is. For an object, members has the forms of its members, and for a list,
// elements that of its elements; other members may be there and say what they like (A2005).
type form struct {
	what     string // "a string", for people
	kind     byte   // as a node's; 'b' is a boolean, 0 is anything
	mayEmpty bool   // an empty string says something
	check    func(text string) string
	members  map[string]*form
	lower    map[string]string // names of members by their lower case
	elements *form
}

func object(members map[string]*form) *form {
	lower := make(map[string]string, len(members))
	for name := range members {
		lower[strings.ToLower(name)] = name
	}
	return &form{what: "an object", kind: '{', members: members, lower: lower}
}

func listOf(elements *form) *form { return &form{what: "a list", kind: '[', elements: elements} }

// The forms of the specification. Cards have a specification of their own, and so do open values.
//
//nolint:gochecknoglobals // immutable tables
var (
	isText     = &form{what: "a string", kind: '"'}
	isSayable  = &form{what: "a string", kind: '"', mayEmpty: true}
	isTime     = &form{what: "a string", kind: '"', check: checkTime}
	isLanguage = &form{what: "a string", kind: '"', check: checkLanguage}
	isBoolean  = &form{what: "a boolean", kind: 'b'}
	isInteger  = &form{what: "a whole number", kind: '0', check: checkInteger}
	isOpen     = &form{}

	accountForm = object(map[string]*form{
		"id": isText, "name": isText, "aadObjectId": isText, "role": isText, "tenantId": isText, "agenticUserId": isText,
		"agenticAppId": isText,
	})
	conversationForm = object(map[string]*form{
		"id": isText, "name": isText, "aadObjectId": isText, "role": isText, "conversationType": isText, "tenantId": isText,
		"isGroup": isBoolean,
	})
	referenceForm = object(map[string]*form{
		"activityId": isText, "user": accountForm, "bot": accountForm, "conversation": conversationForm, "channelId": isText,
		"serviceUrl": isText, "locale": isLanguage,
	})
	attachmentForm = object(map[string]*form{
		"contentType": isText, "content": isOpen, "contentUrl": isText, "name": isText, "thumbnailUrl": isText,
	})
	actionForm = object(map[string]*form{
		"type": isText, "title": isText, "image": isText, "imageAltText": isText, "text": isSayable, "displayText": isSayable,
		"value": isOpen, "channelData": isOpen,
	})
	suggestedForm = object(map[string]*form{"to": listOf(isText), "actions": listOf(actionForm)})
	highlightForm = object(map[string]*form{"text": isSayable, "occurrence": isInteger}) // A7721 has the empty text
	semanticForm  = object(map[string]*form{"id": isSayable, "state": isText, "entities": object(nil)})
	reactionForm  = object(map[string]*form{"type": isText})
	entityForm    = object(map[string]*form{"type": isText})

	activityForm = object(map[string]*form{
		"type": isText, "id": isText, "timestamp": isTime, "localTimestamp": isTime, "localTimezone": isText, "callerId": isText,
		"serviceUrl": isText, "channelId": isText, "from": accountForm, "conversation": conversationForm,
		"recipient": accountForm, "replyToId": isText, "entities": listOf(entityForm), "channelData": isOpen,
		"deliveryMode": isText, "text": isSayable, "textFormat": isText, "locale": isLanguage, "speak": isSayable,
		"inputHint": isText, "attachments": listOf(attachmentForm), "attachmentLayout": isText, "summary": isText,
		"suggestedActions": suggestedForm, "value": isOpen, "valueType": isText, "expiration": isTime, "importance": isText,
		"listenFor": listOf(isText), "semanticAction": semanticForm, "textHighlights": listOf(highlightForm),
		"membersAdded": listOf(accountForm), "membersRemoved": listOf(accountForm), "topicName": isText,
		"historyDisclosed": isBoolean, "reactionsAdded": listOf(reactionForm), "reactionsRemoved": listOf(reactionForm),
		"action": isText, "name": isText, "relatesTo": referenceForm, "code": isText, "label": isText,
	})
)

// shape holds the data types (A2007), strings that are not empty (A2004), and names in their own letters (A2002).
func (r *report) shape(root *node) { r.fits(root, activityForm) }

func (r *report) fits(n *node, f *form) {
	if !f.takes(n) {
		r.number = "A2007"
		r.at(n, "is not "+f.what+": receivers should refuse the activity (A2003); send "+f.what)
		return
	}
	switch n.kind { //nolint:exhaustive // the others have nothing in them
	case kindString:
		r.fitsText(n, f)
	case kindNumber:
		r.fitsFormat(n, f)
	case kindObject:
		for m := range n.children() {
			if known := f.members[m.name]; known != nil && m.kind != kindNull {
				r.fits(m, known)
			} else if known == nil {
				r.spelled(m, f)
			}
		}
	case kindArray:
		if f.elements == nil {
			return
		}
		for e := range n.children() {
			r.fits(e, f.elements)
		}
	}
}

func (r *report) fitsText(n *node, f *form) {
	if n.text != "" {
		r.fitsFormat(n, f)
		return
	}
	if f.kind == '"' && !f.mayEmpty {
		r.number = "A2004"
		r.at(n, "is an empty string: leave it out")
	}
}

func (r *report) fitsFormat(n *node, f *form) {
	if f.check == nil {
		return
	}
	if problem := f.check(n.text); problem != "" {
		r.number = "A2007"
		r.at(n, problem)
	}
}

// spelled finds a name that differs from a known one by letter case alone.
func (r *report) spelled(m *node, f *form) {
	if len(f.lower) == 0 {
		return
	}
	if proper, ok := f.lower[strings.ToLower(m.name)]; ok {
		r.number = "A2002"
		r.at(m, "differs from "+proper+" by letter case: receivers may pass over it or refuse the activity; spell it "+proper)
	}
}

// takes reports whether a value is of the form's JSON type.
func (f *form) takes(n *node) bool {
	switch f.kind {
	case 0:
		return true
	case 'b':
		return n.kind == kindTrue || n.kind == kindFalse
	default:
		return byte(n.kind) == f.kind
	}
}

func checkInteger(text string) string {
	if strings.ContainsAny(text, ".eE") {
		return "is not a whole number: send one"
	}
	return ""
}

// checkTime reads a time with or without its offset, which other rules are about.
func checkTime(text string) string {
	if _, ok := parseTime(text); ok {
		return ""
	}
	return "is no date and time of ISO 8601: write 2026-11-21T09:30:00Z"
}

// checkLanguage wants the form of a BCP 47 tag: subtags of 1 to 8 letters and digits, the first of letters, and of one
// letter only where others follow (x-private, i-klingon).
func checkLanguage(text string) string {
	const problem = "is no language tag of BCP 47, so receivers take it as unknown (A3020, A3021): send one such as en-US"
	if len(text) < 2 {
		return problem
	}
	for i, subtag := range strings.Split(text, "-") {
		if len(subtag) < 1 || len(subtag) > 8 || i > 20 {
			return problem
		}
		for _, c := range []byte(subtag) {
			isLetter := c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z'
			isDigit := c >= '0' && c <= '9'
			if !isLetter && (i == 0 || !isDigit) {
				return problem
			}
		}
	}
	return ""
}
