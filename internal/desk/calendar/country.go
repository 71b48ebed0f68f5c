package calendar

import (
	"slices"

	"github.com/rickar/cal/v2"
	"github.com/rickar/cal/v2/ar"
	"github.com/rickar/cal/v2/at"
	"github.com/rickar/cal/v2/au"
	"github.com/rickar/cal/v2/be"
	"github.com/rickar/cal/v2/bg"
	"github.com/rickar/cal/v2/br"
	"github.com/rickar/cal/v2/ca"
	"github.com/rickar/cal/v2/ch"
	"github.com/rickar/cal/v2/cz"
	"github.com/rickar/cal/v2/de"
	"github.com/rickar/cal/v2/dk"
	"github.com/rickar/cal/v2/es"
	"github.com/rickar/cal/v2/fr"
	"github.com/rickar/cal/v2/gb"
	"github.com/rickar/cal/v2/gr"
	"github.com/rickar/cal/v2/hr"
	"github.com/rickar/cal/v2/ie"
	"github.com/rickar/cal/v2/it"
	"github.com/rickar/cal/v2/jp"
	"github.com/rickar/cal/v2/lt"
	"github.com/rickar/cal/v2/lv"
	"github.com/rickar/cal/v2/mw"
	"github.com/rickar/cal/v2/nl"
	"github.com/rickar/cal/v2/no"
	"github.com/rickar/cal/v2/nz"
	"github.com/rickar/cal/v2/pl"
	"github.com/rickar/cal/v2/ro"
	"github.com/rickar/cal/v2/se"
	"github.com/rickar/cal/v2/si"
	"github.com/rickar/cal/v2/sk"
	"github.com/rickar/cal/v2/ua"
	"github.com/rickar/cal/v2/us"
	"github.com/rickar/cal/v2/za"

	"secondline/internal/kit/openhours"
)

// A Country is one whose public holidays the desk knows, or a part of it.
type Country struct {
	Code string // "DE", "DE-BY"
	Name string
	days []*cal.Holiday
}

// countries are in the order of their names, each before its parts.
var countries = []Country{
	{"AR", "Argentina", ar.Holidays},
	{"AU-ACT", "Australia, Australian Capital Territory", au.HolidaysACT},
	{"AU-NSW", "Australia, New South Wales", au.HolidaysNSW},
	{"AU-NT", "Australia, Northern Territory", au.HolidaysNT},
	{"AU-QLD", "Australia, Queensland", au.HolidaysQLD},
	{"AU-SA", "Australia, South Australia", au.HolidaysSA},
	{"AU-TAS", "Australia, Tasmania", au.HolidaysTAS},
	{"AU-VIC", "Australia, Victoria", au.HolidaysVIC},
	{"AU-WA", "Australia, Western Australia", au.HolidaysWA},
	{"AT", "Austria", at.Holidays},
	{"BE", "Belgium", be.Holidays},
	{"BR", "Brazil", br.Holidays},
	{"BG", "Bulgaria", bg.Holidays},
	{"CA", "Canada", ca.Holidays},
	{"HR", "Croatia", hr.Holidays},
	{"CZ", "Czechia", cz.Holidays},
	{"DK", "Denmark", dk.Holidays},
	{"FR", "France", fr.Holidays},
	{"DE", "Germany", de.Holidays},
	{"DE-BW", "Germany, Baden-Württemberg", de.HolidaysBW},
	{"DE-BY", "Germany, Bavaria", de.HolidaysBY},
	{"DE-BE", "Germany, Berlin", de.HolidaysBE},
	{"DE-BB", "Germany, Brandenburg", de.HolidaysBB},
	{"DE-HB", "Germany, Bremen", de.HolidaysHB},
	{"DE-HH", "Germany, Hamburg", de.HolidaysHH},
	{"DE-HE", "Germany, Hesse", de.HolidaysHE},
	{"DE-NI", "Germany, Lower Saxony", de.HolidaysNI},
	{"DE-MV", "Germany, Mecklenburg-Vorpommern", de.HolidaysMV},
	{"DE-NW", "Germany, North Rhine-Westphalia", de.HolidaysNW},
	{"DE-RP", "Germany, Rhineland-Palatinate", de.HolidaysRP},
	{"DE-SL", "Germany, Saarland", de.HolidaysSL},
	{"DE-SN", "Germany, Saxony", de.HolidaysSN},
	{"DE-ST", "Germany, Saxony-Anhalt", de.HolidaysST},
	{"DE-SH", "Germany, Schleswig-Holstein", de.HolidaysSH},
	{"DE-TH", "Germany, Thuringia", de.HolidaysTH},
	{"GR", "Greece", gr.Holidays},
	{"IE", "Ireland", ie.Holidays},
	{"IT", "Italy", it.Holidays},
	{"JP", "Japan", jp.Holidays},
	{"LV", "Latvia", lv.Holidays},
	{"LT", "Lithuania", lt.Holidays},
	{"MW", "Malawi", mw.Holidays},
	{"NL", "Netherlands", nl.Holidays},
	{"NZ", "New Zealand", nz.Holidays},
	{"NO", "Norway", no.Holidays},
	{"PL", "Poland", pl.Holidays},
	{"RO", "Romania", ro.Holidays},
	{"SK", "Slovakia", sk.Holidays},
	{"SI", "Slovenia", si.Holidays},
	{"ZA", "South Africa", za.Holidays},
	{"ES", "Spain", es.Holidays},
	{"SE", "Sweden", se.Holidays},
	{"CH", "Switzerland", ch.Holidays},
	{"CH-AG", "Switzerland, Aargau", ch.HolidaysAG},
	{"CH-AR", "Switzerland, Appenzell Ausserrhoden", ch.HolidaysAR},
	{"CH-AI", "Switzerland, Appenzell Innerrhoden", ch.HolidaysAI},
	{"CH-BL", "Switzerland, Basel-Landschaft", ch.HolidaysBL},
	{"CH-BS", "Switzerland, Basel-Stadt", ch.HolidaysBS},
	{"CH-BE", "Switzerland, Bern", ch.HolidaysBE},
	{"CH-FR", "Switzerland, Fribourg", ch.HolidaysFR},
	{"CH-GE", "Switzerland, Geneva", ch.HolidaysGE},
	{"CH-GL", "Switzerland, Glarus", ch.HolidaysGL},
	{"CH-GR", "Switzerland, Graubünden", ch.HolidaysGR},
	{"CH-JU", "Switzerland, Jura", ch.HolidaysJU},
	{"CH-LU", "Switzerland, Lucerne", ch.HolidaysLU},
	{"CH-NE", "Switzerland, Neuchâtel", ch.HolidaysNE},
	{"CH-NW", "Switzerland, Nidwalden", ch.HolidaysNW},
	{"CH-OW", "Switzerland, Obwalden", ch.HolidaysOW},
	{"CH-SH", "Switzerland, Schaffhausen", ch.HolidaysSH},
	{"CH-SZ", "Switzerland, Schwyz", ch.HolidaysSZ},
	{"CH-SO", "Switzerland, Solothurn", ch.HolidaysSO},
	{"CH-SG", "Switzerland, St. Gallen", ch.HolidaysSG},
	{"CH-TG", "Switzerland, Thurgau", ch.HolidaysTG},
	{"CH-TI", "Switzerland, Ticino", ch.HolidaysTI},
	{"CH-UR", "Switzerland, Uri", ch.HolidaysUR},
	{"CH-VS", "Switzerland, Valais", ch.HolidaysVS},
	{"CH-VD", "Switzerland, Vaud", ch.HolidaysVD},
	{"CH-ZG", "Switzerland, Zug", ch.HolidaysZG},
	{"CH-ZH", "Switzerland, Zürich", ch.HolidaysZH},
	{"UA", "Ukraine", ua.Holidays},
	{"GB", "United Kingdom", gb.Holidays},
	{"US", "United States", us.Holidays},
}

// Countries lists the countries whose holidays are known.
func Countries() []Country { return slices.Clone(countries) }

func country(code string) int {
	return slices.IndexFunc(countries, func(c Country) bool { return c.Code == code })
}

// Known tells whether the holidays of a country are known.
func Known(code string) bool { return country(code) >= 0 }

// Of lists the public holidays of a country within the days given: the day itself
// and, where that falls on a weekend and is made up for, the day that people get
// instead.
func Of(code string, first, last openhours.Day) []Holiday {
	at := country(code)
	if at < 0 {
		return nil
	}
	days := map[openhours.Day]string{}
	for year := first.Year - 1; year <= last.Year+1; year++ {
		for _, h := range countries[at].days {
			actual, observed := h.Calc(year)
			if actual.IsZero() || h.Type == cal.ObservanceOther || h.Type == cal.ObservanceReligious {
				continue
			}
			days[openhours.DayOf(actual)] = h.Name
			if instead := openhours.DayOf(observed); days[instead] == "" {
				days[instead] = h.Name
			}
		}
	}
	return within(days, first, last)
}
