// Package transcript records conversations: what comes in, and what the bot sends, changes and deletes. Nothing is
// recorded unless a program asks for it:
//
//	recorder, err := transcript.New(transcript.Config{Store: db.Transcripts()})
//	...
//	bot := framework.Chain(handler, recorder.Middleware)
//	adapter, err := cloud.New(cfg, bot)
//	...
//	recorder.Close(ctx) // when the adapter has shut down
//
// What the bot says first, outside of the turns of that handler, goes through [Recorder.Adapter].
//
// # What is recorded
//
// An [Entry] is an activity with the time, whose it is, and its conversation. Nothing is ever changed: that a message was
// edited or deleted is an entry of its own, and what an engine with an inbox runs again is recorded again. Never recorded
// are what signs somebody in (the values of signin/... invokes and of tokens/response, the token and the code in others'
// values, sign-in cards), addresses that need no token, of files in Teams, and the continuation of a handoff. [Config] leaves
// out more. What people type is recorded as they typed it, passwords included.
//
// # What people may ask for
//
// [WriteText] and [WriteJSONLines] write a transcript for people and for programs, [WriteFile] a .transcript file, which
// [ReadFiles] reads. [Retain] deletes what is old. To erase somebody, give each of their ids to [Store.ErasePerson], after
// [Recorder.Flush]. That deletes
//
//   - what they wrote, changed, deleted, pressed and reacted with, and that they came or went (for all who did so with
//     them: it is one activity);
//   - what the bot said to them: all of it in private, and in a group what answered something that they wrote.
//
// It leaves, in a group, what others wrote, and what the bot answered to others, also where that names or mentions them:
// these entries are the others'. To be rid of those too, delete the conversation.
package transcript
