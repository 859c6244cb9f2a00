package dev.headgate.plugin;

import dev.headgate.api.FilterContext;
import dev.headgate.api.StateStore;
import dev.headgate.api.Tally;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What plugins count. Counters outlive the plugin and its configurations, as all metrics do; how many there can be does
 * not depend on what plugins are fed with. Safe to share between threads.
 */
public final class Tallies {
    private static final int MOST_OF_A_PLUGIN = 16;
    private static final int MOST_LABELS = 5;
    private static final int MOST_SERIES = 500;
    private static final int LONGEST_VALUE = 64;
    private static final String OTHER = "other";
    private static final Pattern NAME = Pattern.compile("[a-z][a-z0-9_]{0,31}");

    private final Map<String, Counted> all = new TreeMap<>();

    /** One counter with its values. */
    public static final class Counted implements Tally {
        private final String plugin;
        private final String name;
        private final String help;
        private final List<String> labels;
        private final boolean level;
        private final Map<List<String>, LongAdder> series = new ConcurrentHashMap<>();

        private Counted(String plugin, String name, String help, List<String> labels, boolean level) {
            this.plugin = plugin;
            this.name = name;
            this.help = help;
            this.labels = labels;
            this.level = level;
        }

        /** Without the ending that all counters have. */
        public String name() {
            return name;
        }

        public String help() {
            return help;
        }

        public List<String> labels() {
            return labels;
        }

        /** Whether it goes down too. */
        public boolean level() {
            return level;
        }

        /** The sums by the values of the labels. */
        public Map<List<String>, Long> sums() {
            return series.entrySet().stream()
                    .collect(Collectors.toMap(
                            Map.Entry::getKey, e -> e.getValue().sum()));
        }

        @Override
        public void add(long n, String... values) {
            if (values.length != labels.size()) {
                throw new IllegalArgumentException("the counter has " + labels.size() + " labels: " + labels);
            }
            if (n < 0 && !level) {
                throw new IllegalArgumentException("a counter does not go back");
            }
            List<String> key = Stream.of(values).map(Counted::fit).toList();
            LongAdder sum = series.get(key);
            if (sum == null) {
                boolean room = series.size() < MOST_SERIES;
                List<String> counted =
                        room ? key : labels.stream().map(l -> OTHER).toList();
                sum = series.computeIfAbsent(counted, k -> new LongAdder());
            }
            sum.add(n);
        }

        private static String fit(String value) {
            return value.length() <= LONGEST_VALUE && value.chars().allMatch(c -> c > ' ' && c <= '~') ? value : OTHER;
        }
    }

    /** Those there are, by name. */
    public synchronized Collection<Counted> all() {
        return List.copyOf(all.values());
    }

    /** What the filters of one plugin are lent, with counters of their own. */
    FilterContext around(String plugin, FilterContext lent) {
        return new FilterContext() {
            @Override
            public StateStore state() {
                return lent.state();
            }

            @Override
            public InstantSource clock() {
                return lent.clock();
            }

            @Override
            public Tally tally(String name, String help, String... labels) {
                return counter(plugin, name, help, List.of(labels), false);
            }

            @Override
            public Tally level(String name, String help, String... labels) {
                return counter(plugin, name, help, List.of(labels), true);
            }
        };
    }

    private synchronized Tally counter(String plugin, String name, String help, List<String> labels, boolean level) {
        if (!NAME.matcher(name).matches()
                || labels.size() > MOST_LABELS
                || !labels.stream().allMatch(l -> NAME.matcher(l).matches())
                || labels.stream().distinct().count() < labels.size()) {
            throw new IllegalArgumentException(
                    "counter " + name + ": use lower-case letters, digits and underscores, at"
                            + " most 32, for its name and those of at most " + MOST_LABELS + " different labels");
        }
        String full = "headgate_plugin_" + plugin.replace('-', '_') + "_" + name;
        Counted there = all.get(full);
        if (there == null) {
            if (all.values().stream().filter(c -> c.plugin.equals(plugin)).count() == MOST_OF_A_PLUGIN) {
                throw new IllegalArgumentException("a plugin has room for " + MOST_OF_A_PLUGIN + " counters");
            }
            there = new Counted(plugin, full, help, labels, level);
            all.put(full, there);
        } else if (!there.plugin.equals(plugin) || !there.labels.equals(labels) || there.level != level) {
            throw new IllegalArgumentException("counter " + name + ": there is one of this name that is another");
        }
        return there;
    }
}
