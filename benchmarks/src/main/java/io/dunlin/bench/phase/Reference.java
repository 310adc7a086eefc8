package io.dunlin.bench.phase;

import com.fasterxml.jackson.databind.JsonNode;
import io.dunlin.bench.harness.Answers;
import io.dunlin.bench.harness.AnswersDifferException;
import io.dunlin.bench.harness.ServerSpec;
import java.util.HashMap;
import java.util.Map;

/** The first server's answer to each query, which every other server's must equal within its kind's tolerance. */
final class Reference {
    private final Map<String, JsonNode> answers = new HashMap<>();

    /** Fails the run where an answer is empty or differs: times of unequal work must not be compared. */
    void check(ServerSpec server, String query, JsonNode answer) {
        if (Answers.isEmpty(answer)) {
            throw new AnswersDifferException("empty answer: server=" + server.name() + " query=" + query);
        }
        JsonNode first = answers.putIfAbsent(query, answer);
        String difference = first == null
                ? null
                : Answers.difference(first, answer, server.kind().tolerance());
        if (difference != null) {
            throw new AnswersDifferException(
                    "answers differ: server=" + server.name() + " query=" + query + " " + difference);
        }
    }
}
