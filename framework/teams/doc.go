// Package teams holds what Microsoft Teams adds to the Activity protocol.
//
// # Channel data
//
// [ChannelData] is the channelData of an activity. [Data] reads all of it; [Channel], [Team], [TenantID], [MeetingID],
// [SelectedChannel] and [EventType] read a part, and return zero values where the channel data is absent, malformed or
// not of Teams' shape. None asks for the activity's ChannelID.
//
//	if teams.EventType(turn.Activity) == teams.EventChannelCreated {
//		channel := teams.Channel(turn.Activity)
//	}
//
// # Members
//
// [MemberOf] reads what Teams says about a member besides the account: email, user principal name, role.
//
// # Threads and size
//
// [ThreadID] and [SplitThreadID] make and take apart the conversation id of a thread in a channel. [CheckSize] says
// before a message is sent that Teams will refuse it.
//
// # Files and connector cards
//
// [FileDownload] reads a file that a user sent. [FileConsentCard] asks for leave to put a file into the user's drive,
// and [FileInfoCard] shows it there. [O365ConnectorCard] is the card of Office connectors.
//
// All types keep members that they do not name in Extra, leave out what is absent, and work with encoding/json, as
// those of package schema do.
package teams
