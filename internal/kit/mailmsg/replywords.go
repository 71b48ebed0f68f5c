package mailmsg

import (
	"regexp"
	"slices"
	"strings"
)

// maxLine is the longest line that may be part of an attribution; a longer one
// is a paragraph or a log.
const maxLine = 400

// Attributions are the lines by which mailers introduce what they quote, in the
// languages of those who write to a desk. The anchored ones begin with a word
// of their own, so up to three lines may be joined to find one. The loose ones
// begin with a name or a date.
var (
	anchored = compile(
		`^On\s.+\bwrote\s?:$`,
		`^On\s.+>wrote\s?:$`,
		`^Am\s.+\sschrieb\b.*:$`,
		`^Am\s.+\shat\s.+\sgeschrieben\s?:$`,
		`^Le\s.+\sa\sécrit\s?:$`,
		`^El\s.+\sescribió\s?:$`,
		`^Il\s.+\sha\sscritto\s?:$`,
		`^(Em|No\sdia|A)\s.+\sescreveu\s?:$`,
		`^Op\s.+\s(schreef|heeft|geschreven)\b.*:$`,
		`^(Den|På|D\.)\s.+\sskrev\b.*:$`,
		`^(W\sdniu|Dnia)\s.+\s(napisał|napisała|pisze).*:$`,
		`^(Dne|Dňa)\s.+\snapsal.*:$`,
		`^\d{4}年.+[:：]$`,
		`^在.+写道\s?[:：]$`,
	)
	loose = compile(
		`^.{2,200}<\S+@\S+>\s?(wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev|kirjoitti|написал|napisał)\s?:$`,
		`^.{2,200}\s(wrote|schrieb)\s(on|at|am|um)\s.+:$`,
		`^.+\skirjoitti\b.*:$`,
		`^.+\s(пишет|написал|написала|написал\(а\))\s?:$`,
		`^.+\sşunu?ları?\syazdı\s?:$`,
		`^.+\sezt\sírta\b.*:$`,
		`^.+님이\s작성\s?:$`,
		`^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s.+<\S+@\S+>\s?:?$`,
		`^.{0,100}\d{1,2}:\d{2}.{1,200}<\S+@\S+>\s?:$`,
	)
)

// dated is a line with a time or a year in it.
var dated = regexp.MustCompile(`\d{1,2}:\d{2}|\b(19|20)\d{2}\b`)

func matches(list []*regexp.Regexp, s string) bool {
	return slices.ContainsFunc(list, func(re *regexp.Regexp) bool { return re.MatchString(s) })
}

func compile(patterns ...string) []*regexp.Regexp {
	var list []*regexp.Regexp
	for _, p := range patterns {
		list = append(list, regexp.MustCompile(`(?i)`+p))
	}
	return list
}

// originals are the rules that Outlook and its likes draw above what they
// append.
var originals = regexp.MustCompile(`(?i)^\W{2,}\s*(original message|original appointment|ursprüngliche (nachricht|mail)|originalnachricht|` +
	`message d['’]origine|message original|mensaje original|messaggio originale|mensagem original|oorspronkelijk bericht|` +
	`oorspronkelijke bericht|originalmeddelande|opprinnelig melding|oprindelig meddelelse|alkuperäinen viesti|` +
	`wiadomość oryginalna|oryginalna wiadomość|původní zpráva|исходное сообщение|reply message|antwort nachricht|reply above this line)\s*\W*$`)

// forwards begin what the writer wants to be read: it is not cut off.
var forwards = regexp.MustCompile(`(?i)^(\W{2,}\s*(forwarded message|weitergeleitete nachricht|message transféré|mensaje reenviado|` +
	`messaggio inoltrato|mensagem encaminhada|doorgestuurd bericht|vidarebefordrat meddelande|пересылаемое сообщение|` +
	`przekazana wiadomość)\b.*|begin forwarded message:|anfang der weitergeleiteten nachricht:|début du message (réexpédié|transféré)\s?:)$`)

// The keys of the header block that Outlook shows above what it appends.
var (
	fromKeys = wordSet("from von de van da fra från od от mittente expéditeur remitente lähettäjä 发件人 差出人 보낸사람")
	sentKeys = wordSet("sent date gesendet datum envoyé enviado enviada verzonden inviato data fecha skickat sendt dato lähetetty " +
		"wysłano odesláno отправлено дата 发送时间 送信日時 보낸날짜")
	toKeys   = wordSet("to an à para aan a till til do komu кому vastaanottaja 收件人 宛先 받는사람")
	subjKeys = wordSet("subject betreff objet asunto onderwerp oggetto assunto ämne emne temat předmět тема aihe 主题 件名 제목")
)

func wordSet(s string) map[string]bool {
	set := map[string]bool{}
	for _, w := range strings.Fields(s) {
		set[w] = true
	}
	return set
}

var blockKey = regexp.MustCompile(`^[\s*]*([\pL]{1,14})[\s*]{0,3}[:：]`)

// devices are the lines that telephones put under a mail.
var devices = regexp.MustCompile(`(?i)^\W{0,3}(` +
	`(sent|written|composed) (from|with|via|using|on) (my )?[\pL\pN .'’®™+-]{0,40}` + gadgets + `[\pL\pN .'’®™+-]{0,30}` +
	`|sent with [\pL]+ \(http\S+\)` +
	`|get outlook for (ios|android)( ?[<(]http\S+[>)])?` +
	`|(von|aus|mit) [\pL\pN .'’®™+-]{0,40}` + gadgets + `[\pL\pN .'’®™+-]{0,20} (gesendet|geschickt|verschickt|versendet)` +
	`|(gesendet|diese nachricht wurde) (von|mit|aus) [\pL\pN .'’®™+-]{0,40}` + gadgets + `[\pL\pN .'’®™+-]{0,30}` +
	`|(envoyé|télécharger) (de|depuis|à partir de|avec|pour) [\pL\pN .'’®™+-]{0,40}` + gadgets + `[\pL\pN .'’®™+-]{0,30}` +
	`|(enviado|enviada) (desde|do|de|con|pelo) [\pL\pN .'’®™+-]{0,40}` + gadgets + `[\pL\pN .'’®™+-]{0,30}` +
	`|inviato (da|dal|con) [\pL\pN .'’®™+-]{0,40}` + gadgets + `[\pL\pN .'’®™+-]{0,30}` +
	`|(verzonden|verstuurd) (vanaf|met|via|vanuit) [\pL\pN .'’®™+-]{0,40}` + gadgets + `[\pL\pN .'’®™+-]{0,30}` +
	`|(skickat|sendt) (från|fra) [\pL\pN .'’®™+-]{0,40}` + gadgets + `[\pL\pN .'’®™+-]{0,30}` +
	`|wysłane z [\pL\pN .'’®™+-]{0,40}` + gadgets + `[\pL\pN .'’®™+-]{0,30}` +
	`|отправлено с [\pL\pN .'’®™+-]{0,40}` + gadgets + `[\pL\pN .'’®™+-]{0,30}` +
	`)\.?\W{0,3}$`)

const gadgets = `(iphone|ipad|ipod|android|blackberry|samsung|galaxy|mobil\pL*|mobiltelefon|handy|(smart)?phone|téléphone|huawei|xiaomi|` +
	`nokia|pixel|oneplus|windows|outlook|yahoo|gmail|proton ?mail|mail|tablet|sparrow|телефон\pL*)`
