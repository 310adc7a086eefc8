package io.dunlin.tsdb.block;

import java.util.List;

/**
 * A memory of what blocks answered to questions about labels. A block never changes, so an answer stays right as long as
 * the block is there. It may forget anything at any time: whoever asks then asks the block again. Thread-safe.
 */
public interface LabelAnswers {
    /** Remembers nothing. */
    LabelAnswers NONE = new LabelAnswers() {
        @Override
        public List<String> get(Ulid block, String question) {
            return null;
        }

        @Override
        public void put(Ulid block, String question, List<String> answer, long nanos) {
            // Forgotten at once.
        }
    };

    /** Returns what a block answered to a question, or null where that is not remembered. */
    List<String> get(Ulid block, String question);

    /**
     * Tells what a block answered.
     *
     * @param question the question in full, as text
     * @param answer the answer in full, in byte order
     * @param nanos how long it took to find, which says whether it is worth remembering
     */
    void put(Ulid block, String question, List<String> answer, long nanos);
}
