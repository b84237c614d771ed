package schema

func (w *writer) activity(a *Activity) {
	if w.gaveUp = len(a.Extra) > 0; w.gaveUp {
		return
	}
	w.text = append(w.text, '{')
	w.string("type", a.Type)
	w.string("id", a.ID)
	w.time("timestamp", &a.Timestamp)
	w.time("localTimestamp", &a.LocalTimestamp)
	w.string("localTimezone", a.LocalTimezone)
	w.string("callerId", a.CallerID)
	w.string("serviceUrl", a.ServiceURL)
	w.string("channelId", a.ChannelID)
	w.account("from", &a.From)
	w.conversation("conversation", &a.Conversation)
	w.account("recipient", &a.Recipient)
	w.string("replyToId", a.ReplyToID)
	w.entities(a.Entities)
	w.saying("channelData", a.ChannelData)
	w.string("deliveryMode", a.DeliveryMode)
	w.message(a)
	w.happening(a)
	w.text = append(w.text, '}')
}

// message writes the members of a message.
func (w *writer) message(a *Activity) {
	w.string("text", a.Text)
	w.string("textFormat", a.TextFormat)
	w.string("locale", a.Locale)
	w.string("speak", a.Speak)
	w.string("inputHint", a.InputHint)
	w.attachments(a.Attachments)
	w.string("attachmentLayout", a.AttachmentLayout)
	w.string("summary", a.Summary)
	if s := &a.SuggestedActions; len(s.To)+len(s.Actions)+len(s.Extra) > 0 {
		w.other("suggestedActions", *s)
	}
	w.time("expiration", &a.Expiration)
	w.string("importance", a.Importance)
	if len(a.ListenFor) > 0 {
		w.other("listenFor", a.ListenFor)
	}
	if s := &a.SemanticAction; s.ID != "" || s.State != "" || len(s.Entities)+len(s.Extra)+len(s.unread) > 0 {
		w.other("semanticAction", *s)
	}
	if len(a.TextHighlights) > 0 {
		w.other("textHighlights", a.TextHighlights)
	}
}

// happening writes the members of everything but messages.
func (w *writer) happening(a *Activity) {
	if len(a.MembersAdded) > 0 {
		w.other("membersAdded", a.MembersAdded)
	}
	if len(a.MembersRemoved) > 0 {
		w.other("membersRemoved", a.MembersRemoved)
	}
	w.string("topicName", a.TopicName)
	w.bool("historyDisclosed", a.HistoryDisclosed)
	if len(a.ReactionsAdded) > 0 {
		w.other("reactionsAdded", a.ReactionsAdded)
	}
	if len(a.ReactionsRemoved) > 0 {
		w.other("reactionsRemoved", a.ReactionsRemoved)
	}
	w.string("action", a.Action)
	w.string("name", a.Name)
	w.value("value", a.Value)
	w.string("valueType", a.ValueType)
	w.reference("relatesTo", &a.RelatesTo)
	w.string("code", a.Code)
	w.string("label", a.Label)
}

func (w *writer) account(name string, v *ChannelAccount) {
	before := w.begin(name)
	w.string("id", v.ID)
	w.string("name", v.Name)
	w.string("aadObjectId", v.AADObjectID)
	w.string("role", v.Role)
	w.string("tenantId", v.TenantID)
	w.string("agenticUserId", v.AgenticUserID)
	w.string("agenticAppId", v.AgenticAppID)
	w.string("agenticAppBlueprintId", v.AgenticAppBlueprintID)
	if len(v.MembershipSources) > 0 {
		w.other("membershipSources", v.MembershipSources)
	}
	w.bool("isTargeted", v.IsTargeted)
	w.gaveUp = w.gaveUp || len(v.Extra) > 0
	w.end(before)
}

func (w *writer) conversation(name string, v *ConversationAccount) {
	before := w.begin(name)
	w.string("id", v.ID)
	w.string("name", v.Name)
	w.string("aadObjectId", v.AADObjectID)
	w.string("role", v.Role)
	w.string("conversationType", v.ConversationType)
	w.string("tenantId", v.TenantID)
	w.bool("isGroup", v.IsGroup)
	w.gaveUp = w.gaveUp || len(v.Extra) > 0
	w.end(before)
}

func (w *writer) reference(name string, v *ConversationReference) {
	before := w.begin(name)
	w.string("activityId", v.ActivityID)
	w.account("user", &v.User)
	w.account("bot", &v.Bot)
	w.conversation("conversation", &v.Conversation)
	w.string("channelId", v.ChannelID)
	w.string("serviceUrl", v.ServiceURL)
	w.string("locale", v.Locale)
	w.string("deliveryMode", v.DeliveryMode)
	w.gaveUp = w.gaveUp || len(v.Extra) > 0
	w.end(before)
}

func (w *writer) entities(list []Entity) {
	if len(list) == 0 {
		return
	}
	w.name("entities")
	for i, e := range list {
		w.text = append(w.text, separator(i))
		switch e := e.(type) {
		case Mention:
			w.text = append(w.text, '{')
			w.string("type", EntityMention)
			w.account("mentioned", &e.Mentioned)
			w.string("text", e.Text)
			w.gaveUp = w.gaveUp || len(e.Extra) > 0
			w.text = append(w.text, '}')
		case ClientInfo:
			w.text = append(w.text, '{')
			w.string("type", EntityClientInfo)
			w.string("locale", e.Locale)
			w.string("country", e.Country)
			w.string("platform", e.Platform)
			w.string("timezone", e.Timezone)
			w.gaveUp = w.gaveUp || len(e.Extra) > 0
			w.text = append(w.text, '}')
		default:
			w.any(e)
		}
	}
	w.text = append(w.text, ']')
}

func (w *writer) attachments(list []Attachment) {
	if len(list) == 0 {
		return
	}
	w.name("attachments")
	for i := range list {
		v := &list[i]
		w.text = append(w.text, separator(i), '{')
		w.string("contentType", v.ContentType)
		w.value("content", v.Content)
		w.string("contentUrl", v.ContentURL)
		w.string("name", v.Name)
		w.string("thumbnailUrl", v.ThumbnailURL)
		w.gaveUp = w.gaveUp || len(v.Extra) > 0
		w.text = append(w.text, '}')
	}
	w.text = append(w.text, ']')
}

// separator is what stands before an element of a list.
func separator(index int) byte {
	if index == 0 {
		return '['
	}
	return ','
}
