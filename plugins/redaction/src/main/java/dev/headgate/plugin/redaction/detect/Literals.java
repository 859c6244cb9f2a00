package dev.headgate.plugin.redaction.detect;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.TreeMap;

/**
 * Many literals looked for at once, whatever their case (Aho–Corasick), as one table that a character moves through. A
 * state is its row's index, and the rows of states in which a literal ends come last.
 */
final class Literals {
    /** What a text meets when a literal has ended. */
    interface Sink {
        void met(int literal, int start, int end);
    }

    private final char[] classes;
    private final int[] next;
    private final int firstOutput;
    private final int width;
    private final int[][] outputs;
    private final int[] depth;
    private final int[] lengths;

    Literals(List<String> literals) {
        classes = new char[Character.MAX_VALUE + 1];
        int count = 1;
        for (String literal : literals) {
            for (int i = 0; i < literal.length(); i++) {
                char c = literal.charAt(i);
                if (classes[c] == 0) {
                    classes[Character.toLowerCase(c)] = (char) count;
                    classes[Character.toUpperCase(c)] = (char) count;
                    count++;
                }
            }
        }
        width = count;
        lengths = literals.stream().mapToInt(String::length).toArray();
        Trie trie = new Trie(literals, classes);
        int states = trie.nodes.size();
        int[] number = trie.numbered();
        int[][] moves = trie.moves(width);
        next = new int[states * width];
        depth = new int[states];
        firstOutput = (states - trie.outputs()) * width;
        outputs = new int[trie.outputs()][];
        for (int s = 0; s < states; s++) {
            Trie.Node node = trie.nodes.get(s);
            int row = number[s] * width;
            depth[number[s]] = node.depth;
            for (int c = 0; c < width; c++) {
                next[row + c] = number[moves[s][c]] * width;
            }
            if (row >= firstOutput) {
                outputs[(row - firstOutput) / width] =
                        node.ends.stream().mapToInt(Integer::intValue).toArray();
            }
        }
    }

    int step(int state, char c) {
        return next[state + classes[c]];
    }

    boolean ends(int state) {
        return state >= firstOutput;
    }

    void meet(int state, int end, Sink sink) {
        for (int literal : outputs[(state - firstOutput) / width]) {
            sink.met(literal, end - lengths[literal], end);
        }
    }

    /** How many of the last characters may be the beginning of a literal. */
    int begun(int state) {
        return depth[state / width];
    }

    /** The literals as a tree, with the links to where a broken-off beginning goes on. */
    private static final class Trie {
        private static final class Node {
            final TreeMap<Integer, Integer> children = new TreeMap<>();
            final List<Integer> ends = new ArrayList<>();
            final int depth;
            int fail;

            Node(int depth) {
                this.depth = depth;
            }
        }

        final List<Node> nodes = new ArrayList<>(List.of(new Node(0)));
        /** The states, the shallow ones first. */
        final List<Integer> order = new ArrayList<>(List.of(0));

        Trie(List<String> literals, char[] classes) {
            for (int l = 0; l < literals.size(); l++) {
                String literal = literals.get(l).toLowerCase(Locale.ROOT);
                int at = 0;
                for (int i = 0; i < literal.length(); i++) {
                    int c = classes[literal.charAt(i)];
                    Integer child = nodes.get(at).children.get(c);
                    if (child == null) {
                        child = nodes.size();
                        nodes.add(new Node(nodes.get(at).depth + 1));
                        nodes.get(at).children.put(c, child);
                    }
                    at = child;
                }
                nodes.get(at).ends.add(l);
            }
            link();
        }

        private void link() {
            var queue = new ArrayDeque<Integer>(nodes.getFirst().children.values());
            while (!queue.isEmpty()) {
                int s = queue.poll();
                order.add(s);
                nodes.get(s).children.forEach((c, child) -> {
                    int fail = nodes.get(s).fail;
                    while (fail != 0 && !nodes.get(fail).children.containsKey(c)) {
                        fail = nodes.get(fail).fail;
                    }
                    Integer linked = nodes.get(fail).children.get(c);
                    nodes.get(child).fail = linked == null ? 0 : linked;
                    queue.add(child);
                });
                nodes.get(s).ends.addAll(nodes.get(nodes.get(s).fail).ends);
            }
        }

        /** Where each state goes on each class of characters: to a child, or where its link goes. */
        int[][] moves(int classes) {
            int[][] moves = new int[nodes.size()][];
            for (int s : order) {
                Node node = nodes.get(s);
                moves[s] = s == 0 ? new int[classes] : moves[node.fail].clone();
                node.children.forEach((c, child) -> moves[s][c] = child);
            }
            return moves;
        }

        int outputs() {
            return (int) nodes.stream().filter(n -> !n.ends.isEmpty()).count();
        }

        /** The numbers of the states, those without an output first; the root is 0. */
        int[] numbered() {
            int[] number = new int[nodes.size()];
            Arrays.fill(number, -1);
            int n = 0;
            for (int pass = 0; pass < 2; pass++) {
                for (int s = 0; s < number.length; s++) {
                    if (nodes.get(s).ends.isEmpty() == (pass == 0)) {
                        number[s] = n++;
                    }
                }
            }
            return number;
        }
    }
}
