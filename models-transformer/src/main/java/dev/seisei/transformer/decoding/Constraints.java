package dev.seisei.transformer.decoding;

import dev.seisei.core.settings.SettingException;
import dev.seisei.text.grammar.Constraint;
import dev.seisei.text.grammar.Grammar;
import dev.seisei.text.grammar.GrammarException;
import dev.seisei.text.grammar.TokenGrammar;
import dev.seisei.text.grammar.Vocabulary;
import dev.seisei.text.tokenizer.Tokenizer;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The grammars that requests ask for; those used last are kept with what they know of tokens. */
final class Constraints {
  private static final int MOST = 16;

  private final Tokenizer tokenizer;
  private @Nullable Vocabulary vocabulary;

  private final Map<String, TokenGrammar> known =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, TokenGrammar> eldest) {
          return size() > MOST;
        }
      };

  Constraints(Tokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * What a request's texts must follow; null for anything.
   *
   * @throws SettingException if its grammar or schema is wrong
   */
  synchronized @Nullable Constraint of(TextRequest request) {
    if (!request.grammar().isEmpty()) {
      return find("grammar", request.grammar());
    }
    return request.jsonSchema().isEmpty() ? null : find("json_schema", request.jsonSchema());
  }

  private Constraint find(String field, String source) {
    String key = field + ' ' + source;
    TokenGrammar grammar = known.get(key);
    if (grammar == null) {
      grammar = parse(field, source).over(vocabulary());
      known.put(key, grammar);
    }
    return grammar.start();
  }

  private Vocabulary vocabulary() {
    Vocabulary made = vocabulary;
    if (made == null) {
      made = Vocabulary.of(tokenizer);
      vocabulary = made;
    }
    return made;
  }

  private static Grammar parse(String field, String source) {
    try {
      if (field.equals("grammar")) {
        return Grammar.parse(source);
      }
      return source.strip().equals("{}") ? Grammar.json() : Grammar.jsonSchema(source);
    } catch (GrammarException e) {
      SettingException wrong = new SettingException(field, field + ": " + e.getMessage());
      wrong.initCause(e);
      throw wrong;
    }
  }
}
