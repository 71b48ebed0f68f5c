package world

// What people say around a tale, whatever it is about.

var helloWords = []string{
	"Hello {first},\n\nthis is {agent}. I have your request and am looking at it now. You will hear from me today.",
	"Hello {first},\n\nthank you for writing. I am going through the usual steps and will tell you what I find.",
	"Hello {first},\n\nI have it. Please leave everything switched on as it is; that helps me to see it.",
	"Hello {first},\n\nthank you, that is clear. Give me half an hour.",
	"Good day {first},\n\nI can see the same on our side. I will write again as soon as I know more.",
}

var onItWords = []string{
	"Hello {first},\n\n{agent} here. I have read everything you wrote, so you need not say it again. I am looking into it now and will write by this afternoon.",
	"Hello {first},\n\nI have taken this over. I have a first idea and am checking it; news from me in about two hours.",
	"Hello {first},\n\nthis is with me now. Nothing for you to do at the moment. I will write when I have tested it.",
	"Hello {first},\n\nI have found where it goes wrong, and now look for why. I will write to you before the end of the day.",
}

var newsWords = []string{
	"Hello {first},\n\nstill on it: one cause is ruled out, the next one looks likely. I expect to have it today.",
	"Hello {first},\n\nthank you for asking. I have changed one setting and watch whether it holds.",
	"Hello {first},\n\nI am waiting for one test to end and then write to you again.",
}

var nudgeWords = []string{
	"Any news? We can work around it today, but not much longer.",
	"Just to say that it happened again, a few minutes ago.",
	"It was better for an hour and is now as before.",
	"Is there anything that I can test for you?",
	"Could you tell me roughly when? I have to plan the shift.",
	"My colleague at {site} has the same, since this morning.",
}

var findingWords = []string{
	"Finding: it began with the update on Tuesday night; before it the log is clean.\n\n- Compared with a site that works: the setting differs",
	"Finding: only those who were moved to the new group have it.\n\n- Took one of them out of the group: works",
	"Looks like the same as last month at another customer. The notes are in the older ticket.",
	"- Read the log with the filter on errors: one line every four minutes\n- Rolled back on one device: line gone",
	"I can make it happen at will now, which makes the rest easy.",
	"Checked with the customer on the phone; they have all they need until the fix is in.",
}

var vendorWords = []string{
	"Opened a case with the maker, number 00-48817. They want the log from both ends.",
	"The maker confirms: known fault, a fix is in test. They give us the pre-release.",
	"Sent the traces to the maker. First word promised within two hours.",
	"The maker asks to change a part. Ordered on the support contract, arrives tomorrow.",
}

var testWords = []string{
	"Hello {first},\n\nI have changed something that should help. Could you try it with a real case, and tell me?\n\n{agent}",
	"Hello {first},\n\nplease work with it for a day as it is now, and write to me when it happens again, or when it does not.\n\n{agent}",
	"Hello {first},\n\nwhich of your colleagues at {site} could show it to me on the screen, and when?\n\n{agent}",
}

var testedWords = []string{
	"Tried it with three real ones: two went well, one did not. That one is from {site}.",
	"A day without it. I would say it is better.",
	"I can show you at ten tomorrow; it happens each time now.",
	"It is the same here, I am afraid.",
}

var planWords = []string{
	"Hello {first},\n\nthis is a piece of planned work, and I will do it with you. I propose next Tuesday at 07:30, before you open. Is that all right?",
	"Hello {first},\n\nI have put it on our plan. It takes about half a day, and nobody has to stop working. I will send you the steps tomorrow.",
	"Hello {first},\n\nI have counted the devices and asked for the price. As soon as it is approved you get a date from me.",
}

var againWords = []string{
	"I am sorry, it is back: the same as before, since about ten minutes.",
	"It worked yesterday and today it does not. Could you look again?",
	"For me it works now, but not for my colleague at {site}.",
}

var sorryWords = []string{
	"Hello {first},\n\nI am sorry. I have opened it again and am looking at it right now.",
	"Hello {first},\n\nthank you for telling me. I see it too and will not close it before it has been quiet for a day.",
}

var twinWords = []string{
	"I do not know whether my first message reached you, so here it is again. It has not become better.",
	"Forgot to say: it is the same for everybody at {site}.",
	"Me again. Is anybody looking at this?",
}

var ratingWords = map[int][]string{
	5: {"Quick and friendly. Thank you!", "{agent} knew at once what it was.", "I did not have to explain anything twice.", "Excellent, as always."},
	4: {"Good. A little slow at the start.", "Solved, and I was kept informed.", "Fine."},
	3: {"It took longer than I had hoped, but it works.", "All right."},
	2: {"I had to ask twice before anybody told me anything.", "Half a day without a printer."},
	1: {"Three days for this. We lost orders."},
}

var missingWords = []string{
	"What was tried, and what did it show? And since when? With that I can start at once.",
	"I cannot see what was done so far. Please add the steps with their results, and when it began.",
	"Thank you. Please add the steps tried and the time of the first failure; the customer will know it.",
}

var knownWords = []string{
	"This is a known one, and you can do it: the article has the four steps. It takes ten minutes.",
	"We had this last week. The article says how; no special rights needed.",
}

var articleNames = []string{
	"KB-318 Calls drop after 7.4.2", "KB-087 Second code does not arrive", "KB-204 Who owns which group", "KB-142 Label printer prints blanks", "KB-256 Profile rebuild, step by step",
}

// A matter is something else that a customer brings up in passing.
type matter struct{ subject, words, fix string }

var asideWords = []matter{
	{"Please add Wren to the distribution list", "And while I have you: could you add our new colleague Wren to the distribution list of {site}?", "Wren is on the list since a minute ago."},
	{"The clock in the meeting room is an hour fast", "By the way, the screen in our meeting room shows the time one hour fast.", "The panel had the wrong time zone. It shows the right time now."},
	{"Toner for the printer by the stairs", "One more thing: the printer by the stairs says that its toner is low.", "Toner is on its way and arrives tomorrow with the morning post."},
	{"A second screen for the front desk", "Also, is there a spare second screen for the front desk?", "There is one. It comes with the next delivery, and the cable with it."},
}

// The names of the crowd are put together from these.

var townNames = []string{
	"Alderbrook", "Birchlow", "Candlewick", "Dunmere", "Eastholt", "Fernacre", "Goosefield", "Hawkstow", "Ivybridge", "Juniper Hill", "Kestrelby",
	"Larchmont", "Millbeck", "Netherby", "Oakwell", "Partridge Lane", "Quarrybank", "Rushford", "Sedgewick", "Thornaby Dale",
}

var tradeNames = []string{
	"Bakeries", "Boatyard", "Carpets", "Clay Works", "Dairies", "Garages", "Glass", "Hotels", "Joinery", "Laundries", "Nurseries", "Optics", "Paper Mill",
	"Pharmacies", "Quarries", "Removals", "Stationers", "Textiles", "Tool Hire", "Vets", "Woollens",
}

var firstNames = []string{
	"Ada", "Bram", "Clara", "Dov", "Effie", "Finn", "Greer", "Hal", "Ines", "Jonah", "Kit", "Lena", "Milo", "Nora", "Otto", "Pia", "Quinn", "Ruben",
	"Sef", "Tilda", "Una", "Vik", "Willa", "Xan", "Yara", "Zeb",
}

var lastNames = []string{
	"Applegarth", "Barrowman", "Chettle", "Drinkwater", "Elphick", "Fairlamb", "Gatward", "Hebblewhite", "Inchbald", "Jessop", "Kidby", "Lightowler",
	"Makepeace", "Nightingale", "Oddie", "Puddifoot", "Quartermain", "Ravenscroft", "Sweetapple", "Thistlethwaite", "Upjohn", "Varley", "Whitlock",
}

var placeNames = []string{"the office", "the store", "the shop", "the workshop", "the yard", "the counter", "the kitchen"}
