package mailmsg

import (
	"regexp"
	"strings"
)

// maxLine is the longest line that may be part of an attribution; a longer one
// is a paragraph or a log.
const maxLine = 400

// attributions are the lines by which mailers introduce what they quote, in
// the languages of those who write to a desk. They match one to three lines
// that were joined.
var attributions = compile(
	`^On\s.+\bwrote\s?:$`,
	`^On\s.+>wrote\s?:$`,
	`^.{2,200}<\S+@\S+>\s?(wrote|schrieb|a écrit|escribió|ha scritto|escreveu|schreef|skrev|kirjoitti|написал|napisał)\s?:$`,
	`^.{2,200}\s(wrote|schrieb)\s(on|at|am|um)\s.+:$`,
	`^Am\s.+\sschrieb\b.*:$`,
	`^Am\s.+\shat\s.+\sgeschrieben\s?:$`,
	`^Le\s.+\sa\sécrit\s?:$`,
	`^El\s.+\sescribió\s?:$`,
	`^Il\s.+\sha\sscritto\s?:$`,
	`^(Em|No\sdia|A)\s.+\sescreveu\s?:$`,
	`^Op\s.+\s(schreef|heeft|geschreven)\b.*:$`,
	`^(Den|På|D\.)\s.+\sskrev\b.*:$`,
	`^.+\skirjoitti\b.*:$`,
	`^(W\sdniu|Dnia)\s.+\s(napisał|napisała|napisał\(a\)|pisze)\b?.*:$`,
	`^(Dne|Dňa)\s.+\snapsal.*:$`,
	`^.+\s(пишет|написал|написала|написал\(а\))\s?:$`,
	`^.+\sşunu?ları?\syazdı\s?:$`,
	`^.+\sezt\sírta\b.*:$`,
	`^\d{4}[-/.]\d{1,2}[-/.]\d{1,2}\s.+<\S+@\S+>\s?:?$`,
	`^\d{4}年.+[:：]$`,
	`^在.+写道\s?[:：]$`,
	`^.+님이\s작성\s?:$`,
)

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
