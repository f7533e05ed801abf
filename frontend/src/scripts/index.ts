// Everything here only hastens what works without it.
import { arrive } from "./arrive";
import { changed } from "./changed";
import { contents } from "./contents";
import { copyButtons } from "./copy";
import { forms } from "./forms";
import { keys } from "./keys";
import { passkeys } from "./passkeys";
import { peek } from "./peek";
import { progress } from "./progress";
import { searchDialog } from "./search";
import { themeButton } from "./theme";

themeButton();
searchDialog();
copyButtons();
contents();
keys();
forms();
progress();
changed();
passkeys();
peek();
arrive();
