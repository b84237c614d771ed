package lint

import "github.com/convobot/convo/framework/schema"

// stream compares a part of a stream with those before it.
func (c *Conversation) stream(r *report, n *node) {
	info := streamInfo(n)
	id := info.member("streamId")
	if id == "" {
		return
	}
	sequence, _ := info.get("streamSequence").integer()
	switch {
	case isMedia(n):
		c.media(r, n, info, sequence)
	case streamType(info) == schema.StreamFinal:
		c.lastPart(r, n, id)
	default:
		c.part(r, n, info, sequence)
	}
}

// part is one of a text. Parts may have all text so far, so the whole is no shorter than any of them.
func (c *Conversation) part(r *report, n, info *node, sequence int) {
	id := info.member("streamId")
	known, ok := c.streams.get(id)
	if !ok {
		known = &stream{}
		c.streams.put(id, known)
	}
	if ok && sequence > 0 && sequence <= known.last {
		r.number = "A9240"
		r.below(info, "streamSequence", "does not count up: each part has the next number")
	}
	known.last = max(known.last, sequence)
	if streamType(info) == schema.StreamStreaming {
		known.size = len(n.member("text"))
	}
}

func (c *Conversation) lastPart(r *report, n *node, id string) {
	if known, ok := c.streams.get(id); ok && len(n.member("text")) < known.size && n.member("text") != "" {
		r.number = "A9242"
		r.below(n, "text", "is shorter than the part before: the last part has the whole text")
	}
	c.streams.remove(id)
}

func (c *Conversation) media(r *report, n, info *node, sequence int) {
	id := info.member("streamId")
	known, ok := c.streams.get(id)
	switch n.member("name") {
	case schema.EventMediaStart:
		c.streams.put(id, &stream{media: true, last: sequence})
		return
	case schema.EventMediaChunk:
		if !ok && !c.partial {
			r.number = "A5230"
			r.below(info, "streamId", "is that of no Media.Start before: use the same for all of a stream")
		}
	case schema.EventMediaEnd:
		if !ok && !c.partial {
			r.number = "A9261"
			r.below(info, "streamId", "is that of no Media.Start before: use the same for all of a stream")
		}
		defer c.streams.remove(id)
	}
	if !ok {
		c.streams.put(id, &stream{media: true, last: sequence})
		return
	}
	c.counts(r, info, known, sequence)
}

// counts wants numbers that go up by one.
func (c *Conversation) counts(r *report, info *node, known *stream, sequence int) {
	switch {
	case sequence == 0: // absent, which other rules are about
	case sequence <= known.last:
		r.number = "A5231"
		r.below(info, "streamSequence", "does not count up: each chunk has the next number")
	case sequence > known.last+1:
		r.number = "A5232"
		r.below(info, "streamSequence", "leaves out a number, so receivers (A5262, A9262) miss a chunk: count up by one")
	}
	known.last = max(known.last, sequence)
}
