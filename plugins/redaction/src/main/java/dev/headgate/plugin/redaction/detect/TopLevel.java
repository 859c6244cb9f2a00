package dev.headgate.plugin.redaction.detect;

import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/** The last labels of domain names: those of countries, and of the others those in wide use. */
final class TopLevel {
    private static final Set<String> KNOWN = words("""
        com org net edu gov mil int info biz name pro coop museum aero jobs mobi travel tel cat post asia xxx arpa
        eu uk su app dev tech cloud online site store shop blog xyz club live news email mail world life today space
        website digital agency studio design media group team work works systems solutions services network company
        global international foundation academy school university college health care clinic doctor dental law legal
        lawyer finance financial bank insurance capital fund ventures holdings partners consulting engineering
        software technology science energy green bio eco farm garden house homes estate properties apartments rent
        tours hotel restaurant cafe bar pub beer wine coffee pizza kitchen fashion clothing shoes jewelry art gallery
        photo photography photos video film music band dance theater game games casino bet poker fit fitness yoga run
        bike golf football hockey tennis racing ski surf london paris berlin hamburg koeln cologne wien tirol nyc
        boston miami vegas tokyo osaka moscow amsterdam brussels vlaanderen gent barcelona madrid istanbul sydney
        melbourne africa swiss scot wales cymru irish bayern ruhr saarland nrw one top vip win bid loan men icu page
        link click help support zone center city land place community social chat tips guru expert ninja rocks cool
        fun lol wtf wiki how best plus direct express delivery supply tools equipment parts auto car cars taxi limo
        audio camera computer hosting domains host uno red blue pink black dog pet horse baby kids family love
        wedding singles dating gift gifts sale deals market markets marketing events party show press report reviews
        training education institute management ltd llc inc gmbh ag limited enterprises industries construction
        contractors repair cleaning plumbing lighting furniture glass build builders realty immo haus villas
        vacations cruises flights holiday viajes voyage tax accountant accountants credit creditcard cash money
        investments exchange trading fyi ist onl moe ink tattoo rip soy sexy porn adult cam codes computer
        test example invalid localhost internal corp lan local\
        """);

    private static final Set<String> COUNTRIES = countries();

    /** What files end in rather than domains, where no country has it. */
    private static final Set<String> FILES = words("""
        png jpg jpeg gif svg webp pdf txt html htm css js ts jsx tsx json xml yaml yml toml ini conf log csv tsv exe
        dll jar war class java cpp hpp go rb php sql bak tmp tar gz docx xlsx pptx doc xls ppt wav avi service timer
        socket target mount whl lock map min\
        """);

    private TopLevel() {}

    private static Set<String> words(String text) {
        return Set.copyOf(Arrays.asList(text.strip().split("\\s+", -1)));
    }

    private static Set<String> countries() {
        var all = new HashSet<String>();
        for (String country : Locale.getISOCountries()) {
            all.add(country.toLowerCase(Locale.ROOT));
        }
        return Set.copyOf(all);
    }

    /** Whether a label is known to be one. */
    static boolean is(String text, int start, int end) {
        String label = text.substring(start, end).toLowerCase(Locale.ROOT);
        return COUNTRIES.contains(label) || KNOWN.contains(label) || (label.startsWith("xn--") && label.length() > 5);
    }

    /** Whether a label has the form of one. */
    static boolean mayBe(String text, int start, int end) {
        if (end - start < 2 || end - start > 63) {
            return false;
        }
        boolean letters = true;
        for (int i = start; i < end; i++) {
            letters &= Character.isLetter(text.charAt(i));
        }
        return letters
                ? !FILES.contains(text.substring(start, end).toLowerCase(Locale.ROOT))
                : text.regionMatches(true, start, "xn--", 0, 4);
    }
}
