package dev.headgate.plugin.redaction.detect;

import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneMetadata;
import com.google.i18n.phonenumbers.Phonemetadata.PhoneNumberDesc;
import com.google.i18n.phonenumbers.metadata.DefaultMetadataDependenciesProvider;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.stream.Stream;

/**
 * The numbering plans of the world, from libphonenumber's data, as automata: the library's own matching may take longer than
 * a text that is full of numbers allows.
 */
final class Numbering {
    private static final Map<Integer, Optional<DigitAutomaton>> PLANS = new ConcurrentHashMap<>();

    /** What is known of the region, read when it is first asked for: it takes some tenths of a second. */
    private final FutureTask<Home> home;

    private record Home(int country, String trunk) {}

    private Numbering(String region) {
        this.home = new FutureTask<>(() -> {
            PhoneMetadata metadata = metadata(region);
            // Numbers without a country's code are of these, and the first of them should not wait.
            plan(1);
            plan(metadata.getCountryCode());
            return new Home(metadata.getCountryCode(), metadata.getNationalPrefix());
        });
    }

    /**
     * The plans as seen from a region.
     *
     * @throws IllegalArgumentException when there is no such region
     */
    static Numbering of(String region) {
        if (PhoneNumberUtil.class.getResource("data/PhoneNumberMetadataProto_" + region) == null) {
            throw new IllegalArgumentException(
                    "no region \"" + region + "\"; use a country's two letters, such as US, GB or DE");
        }
        return new Numbering(region);
    }

    /** Reads what is known of the region, unless that has been done; waits for whoever does it already. */
    void prepare() {
        home.run();
        home();
    }

    boolean isPrepared() {
        return home.isDone();
    }

    private Home home() {
        boolean interrupted = false;
        try {
            while (true) {
                try {
                    home.run();
                    return home.get();
                } catch (InterruptedException e) {
                    interrupted = true;
                } catch (ExecutionException e) {
                    throw new IllegalStateException(e.getCause());
                }
            }
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }

    private static PhoneMetadata metadata(String region) {
        return DefaultMetadataDependenciesProvider.getInstance()
                .getPhoneNumberMetadataSource()
                .getMetadataForRegion(region);
    }

    /** The plan of a country's code, made when it is first asked for; or none. */
    private static Optional<DigitAutomaton> plan(int code) {
        return PLANS.computeIfAbsent(code, c -> {
            List<String> patterns = new ArrayList<>();
            for (String region : PhoneNumberUtil.getInstance().getRegionCodesForCountryCode(c)) {
                PhoneMetadata m = region.equals(PhoneNumberUtil.REGION_CODE_FOR_NON_GEO_ENTITY)
                        ? DefaultMetadataDependenciesProvider.getInstance()
                                .getPhoneNumberMetadataSource()
                                .getMetadataForNonGeographicalRegion(c)
                        : metadata(region);
                add(m, patterns);
            }
            return patterns.isEmpty() ? Optional.empty() : Optional.of(new DigitAutomaton(patterns));
        });
    }

    private static void add(PhoneMetadata m, List<String> patterns) {
        Stream.of(
                        m.getFixedLine(),
                        m.getMobile(),
                        m.getTollFree(),
                        m.getPremiumRate(),
                        m.getSharedCost(),
                        m.getPersonalNumber(),
                        m.getVoip(),
                        m.getPager(),
                        m.getUan())
                .map(PhoneNumberDesc::getNationalNumberPattern)
                .filter(p -> !p.isEmpty() && !p.equals("NA"))
                .forEach(patterns::add);
    }

    /** Whether digits are a country's code and a number of its plan, with or without a trunk zero between them. */
    boolean isInternational(String digits) {
        int code = 0;
        for (int i = 0; i < Math.min(3, digits.length() - 4); i++) {
            code = code * 10 + digits.charAt(i) - '0';
            if (matches(code, digits, i + 1) || (digits.charAt(i + 1) == '0' && matches(code, digits, i + 2))) {
                return true;
            }
        }
        return false;
    }

    /** Whether ten digits are a number of North America's plan. */
    boolean isNorthAmerican(String digits) {
        return matches(1, digits, 0);
    }

    /** Whether digits are a number as it is dialled within the region. */
    boolean isDomestic(String digits) {
        Home here = home();
        boolean prefixed = !here.trunk.isEmpty() && digits.startsWith(here.trunk);
        return (prefixed && matches(here.country, digits, here.trunk.length())) || matches(here.country, digits, 0);
    }

    private static boolean matches(int code, String digits, int from) {
        Optional<DigitAutomaton> plan = plan(code);
        return plan.isPresent() && plan.get().matches(digits, from);
    }
}
