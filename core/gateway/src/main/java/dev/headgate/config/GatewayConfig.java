package dev.headgate.config;

import dev.headgate.api.settings.Describe;
import dev.headgate.api.settings.Matches;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** One whole configuration, checked and complete. The team {@code default} is always among the teams. */
@Describe("The configuration of a Headgate gateway. Any text may hold ${NAME} (an environment variable) or ${file:path}"
        + " (a file's content, relative to this file); $$ stands for a plain $.")
public record GatewayConfig(
        @Describe("Where applications connect.") Server server,

        @Describe("Where operators connect: administration, metrics and the console.")
        Admin admin,

        @Describe("The operators that models are reached through, by a name of your choice.")
        @Matches(value = Names.NAME, use = Names.NAME_USE)
        Map<String, Upstream> upstreams,

        @Describe("What callers may name as their model, and where it goes. A name that ends in * takes every model"
                + " that starts with the rest.")
        @Matches(value = Names.PATTERN, use = Names.PATTERN_USE)
        Map<String, Route> models,

        @Describe("Where further plugins are, and which of them are trusted.")
        Plugins plugins,

        @Describe("The plugins that every request runs through, in this order.")
        List<FilterUse> filters,

        @Describe("The teams that keys belong to. The team default exists without being written.")
        @Matches(value = Names.NAME, use = Names.NAME_USE)
        Map<String, Team> teams,

        @Describe("The keys that callers show. Without any, only callers on this machine are let in.")
        List<Key> keys,

        @Describe("Where plugins keep what outlives a request.")
        State state,

        @Describe("The folder for what must survive a restart, such as the days and months of limits; data beside this"
                + " file when not set. Changes only with a restart.")
        Optional<Path> data) {

    public GatewayConfig {
        upstreams = Copies.inOrder(upstreams);
        models = Copies.inOrder(models);
        filters = List.copyOf(filters);
        var all = new LinkedHashMap<>(teams);
        all.putIfAbsent(Team.DEFAULT, new Team(List.of("*"), List.of(), Optional.empty()));
        teams = Copies.inOrder(all);
        keys = List.copyOf(keys);
    }
}
