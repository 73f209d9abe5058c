import type { guideSentences } from './guide-sentences.ts';

/** The same in German. */
export const guideSentencesDe: Readonly<Record<keyof typeof guideSentences, string>> = {
  'guide_token-lost': 'Ein Token ist verloren',
  'when_token-lost':
    'Eine HSM-Partition, eine Chipkarte oder ein Software-Token mit Schlüsseln der Plattform ist verloren, gestohlen oder defekt, und niemand kann sagen, dass es unberührt zurückkommt.',
  'guide_key-compromised': 'Ein Schlüssel ist kompromittiert',
  'when_key-compromised':
    'Jemand anderes hat einen privaten Schlüssel oder könnte ihn haben: einen von uns oder einen, den ein Partner meldet. Warten Sie nicht auf einen Beweis.',
  'guide_card-lost': 'Die Karte eines Operators ist verloren',
  'when_card-lost':
    'Karte oder Token mit dem Identitätsschlüssel eines Operators ist weg, oder jemand anderes kennt die PIN. Damit ließen sich Stimmen und Befehle signieren.',
  'guide_ca-rollover': 'Eine Zertifizierungsstelle bekommt einen neuen Schlüssel',
  'when_ca-rollover':
    'Eine Zertifizierungsstelle endet bald, oder ihr Algorithmus muss sich ändern. Beginnen Sie so früh, dass jeder Partner das neue Zertifikat übernehmen kann, bevor das alte endet.',
  'guide_clock-wrong': 'Die Uhr ging falsch',
  'when_clock-wrong':
    'Die Uhr des Rechners sprang, stand still oder war falsch gestellt, während dieser Arbeitsbereich benutzt wurde: Zeiten in Zertifikaten, Listen, Stimmen und im Prüfprotokoll können falsch sein.',

  'what_token-look': 'Sicherstellen, dass es weg ist',
  'how_token-look':
    'Schließen Sie jeden Leser an und sehen Sie noch einmal in die Liste. Notieren Sie, wann und wo es zuletzt benutzt wurde und ob jemand die PIN kennen kann: Davon hängen die Schritte unten ab.',
  'what_token-keys': 'Sehen, welche Schlüssel darauf waren',
  'how_token-keys':
    'Notieren Sie Schlüsselgruppen und Zertifizierungsstellen. Was andere Programme auf dem Token hatten, ist hier nicht bekannt.',
  'what_token-identities': 'Sich um Operatoren kümmern, deren Identitätsschlüssel darauf war',
  'how_token-identities':
    'Beginnen Sie für jeden jetzt den Leitfaden „Die Karte eines Operators ist verloren“ und gehen Sie ihn zuerst durch: Mit einem Identitätsschlüssel lassen sich Stimmen signieren.',
  'what_token-standing': 'Dauergenehmigungn stoppen, die darauf beruhen',
  'how_token-standing':
    'Eine Dauergenehmigung stellt Erneuerungen, die der verlorene Schlüssel beweist, ohne Stimme aus. Stoppen Sie die Regeln seiner Schlüsselgruppen und Zertifizierungsstellen. Ein Operator genügt. Bitten Sie Partner, die unsere Schlüssel zertifizieren, um dasselbe.',
  'what_token-revoke': 'Die Zertifikate dieser Schlüssel sperren',
  'how_token-revoke':
    'Kann jemand die PIN kennen, sperren Sie sofort mit dem Grund keyCompromise und der Zeit, seit wann. Kennt sie sicher niemand und lassen sich die Schlüssel nicht auslesen, dürfen die Verbindungen bestehen, bis die Nachfolger arbeiten; dann superseded oder cessationOfOperation.',
  'what_token-authorities': 'Zertifizierungsstellen beenden, deren Schlüssel darauf waren',
  'how_token-authorities':
    'Ohne ihren Schlüssel signiert eine Zertifizierungsstelle nichts mehr, auch keine Sperrliste. Stellen Sie sie außer Dienst und lassen Sie die Stelle darüber ihr Zertifikat sperren. Eine Wurzel kann niemand sperren: Wer ihr vertraut, muss es erfahren.',
  'what_token-list': 'Neue Sperrlisten signieren',
  'how_token-list': 'Andere erfahren von einer Sperrung erst durch die nächste Liste.',
  'what_token-export': 'Die Listen dorthin bringen, wo sie nachgeschlagen werden',
  'how_token-export':
    'Sichern Sie alle Listen und legen Sie sie dorthin, wo sie laut den Zertifikaten liegen. Was dort liegt, sieht die Konsole nicht.',
  'what_token-tell': 'Den Partnern Bescheid geben',
  'how_token-tell':
    'Über einen Kontakt, der vorher bekannt war: welche Zertifikate dieser Schlüssel sie ausgestellt haben, mit Seriennummern, damit sie sperren; welche Zertifizierungsstellen nicht mehr gelten; dass die nächsten Anfragen ohne Beweis durch den alten Schlüssel kommen.',
  'what_token-new': 'Ein neues Token vorbereiten',
  'how_token-new':
    'Initialisieren Sie es mit einem neuen Namen und einer neuen PIN. Spielen Sie keine Sicherung des verlorenen Tokens ein, wenn jemand anderes seine Schlüssel haben kann.',
  'what_token-successors': 'Neue Schlüssel erzeugen',
  'how_token-successors': 'Erzeugen Sie in jeder Schlüsselgruppe die nächste Generation auf dem neuen Token.',
  'what_token-certificates': 'Sie zertifizieren lassen',
  'how_token-certificates':
    'Schicken Sie für jeden neuen Schlüssel einen CSR. Der alte Schlüssel kann ihn nicht beweisen: Der Partner muss den Fingerabdruck über einen bekannten Kontakt bestätigen.',
  'what_token-handover': 'Sie in Betrieb nehmen',
  'how_token-handover':
    'Übergeben Sie die neuen Ketten an die Plattform, probieren Sie jede Verbindung mit einer TLS-Prüfung und sagen Sie jedem Partner, wann das neue Zertifikat im Einsatz ist.',
  'what_token-checkpoint': 'Einen Prüfpunkt signieren',
  'how_token-checkpoint':
    'Er beweist später, was wann festgehalten wurde. Bewahren Sie ihn und diesen Durchgang als Datei dort auf, wo dieser Rechner sie nicht ändern kann.',

  'what_key-standing': 'Dauergenehmigungn seiner Schlüsselgruppe stoppen',
  'how_key-standing':
    'Wer den Schlüssel hat, kann damit Erneuerungen beweisen, und eine Regel stellte sie ohne Stimme aus. Ein Operator genügt. Zertifiziert ein Partner den Schlüssel, bitten Sie ihn, seine Regeln zu stoppen.',
  'what_key-requests': 'Offene Anfragen seiner Schlüsselgruppe anhalten',
  'how_key-requests':
    'Ein Beweis durch diesen Schlüssel bürgt für niemanden mehr. Halten Sie an, was nicht entschieden ist, bis der Partner jeden neuen Schlüssel über einen bekannten Kontakt bestätigt hat.',
  'what_key-touched': 'Sehen, was auf dem Schlüssel beruht',
  'how_key-touched':
    'Sein Zertifikat zeigt andere Zertifikate desselben Schlüssels und, bei einer Zertifizierungsstelle, alles, was sie signiert hat. Wovon niemand weiß, das kann nicht gezeigt werden.',
  'what_key-revoke': 'Seine Zertifikate sperren',
  'how_key-revoke':
    'Alle Zertifikate des Schlüssels, mit dem Grund keyCompromise (bei einer Zertifizierungsstelle cACompromise) und der Zeit, seit der er verdächtig ist. Nehmen Sie im Zweifel die frühere.',
  'what_key-authority': 'Ist es der Schlüssel einer Zertifizierungsstelle: sie beenden',
  'how_key-authority':
    'Stellen Sie sie außer Dienst, damit niemand unter ihr ausstellt. Alles, was sie seitdem signiert hat, steht in Zweifel: Gehen Sie die Liste durch und machen Sie mit dem Leitfaden „Eine Zertifizierungsstelle bekommt einen neuen Schlüssel“ weiter, ohne Kreuzzertifikate. Eine Wurzel müssen alle, die ihr vertrauen, aus dem Vertrauen nehmen.',
  'what_key-list': 'Neue Sperrlisten signieren',
  'how_key-list':
    'Andere erfahren von einer Sperrung erst durch die nächste Liste. Tun Sie es jetzt, nicht erst beim nächsten Termin.',
  'what_key-export': 'Die Listen dorthin bringen, wo sie nachgeschlagen werden',
  'how_key-export':
    'Sichern Sie alle Listen und legen Sie sie dorthin, wo sie laut den Zertifikaten liegen. Was dort liegt, sieht die Konsole nicht.',
  'what_key-tell': 'Den Partnern Bescheid geben',
  'how_key-tell':
    'Über einen Kontakt, der vorher bekannt war: welches Zertifikat (Seriennummer), seit wann, und dass Verbindungen damit seitdem in Zweifel stehen. Ist der Schlüssel unserer, sperren die Partner, die ihn zertifiziert haben; bitten Sie schriftlich darum.',
  'what_key-plans': 'Ablösepläne ansehen',
  'how_key-plans':
    'Ein Plan, dessen neues Zertifikat das gesperrte ist, wird rot: Das ältere Zertifikat bliebe. Entscheiden Sie bei jedem, ob er abgebrochen wird.',
  'what_key-successor': 'Einen neuen Schlüssel erzeugen',
  'how_key-successor':
    'Ist der Schlüssel unserer: die nächste Generation, auf einem Token, das nicht in Zweifel steht. Ist er der des Partners: Der Partner erzeugt einen.',
  'what_key-certificate': 'Den neuen Schlüssel zertifizieren',
  'how_key-certificate':
    'Der kompromittierte Schlüssel beweist seinen Nachfolger nicht: Der Fingerabdruck muss über einen bekannten Kontakt bestätigt werden. Geben Sie angehaltene Anfragen ohne das nicht frei.',
  'what_key-signed': 'Durchgehen, was er signiert hat',
  'how_key-signed':
    'Sehen Sie sich an, was seit dem Verdacht mit diesem Schlüssel kam: Anfragen, Beweise, Zertifikate, Sitzungen und Datensätze der Plattform. Notieren Sie, was rückgängig zu machen ist und wer es erfährt.',
  'what_key-destroy': 'Den Schlüssel vernichten',
  'how_key-destroy':
    'Einen Schlüssel von uns, sobald ihn niemand mehr braucht, um herauszufinden, was geschehen ist. Was über ihn festgehalten ist, bleibt.',
  'what_key-checkpoint': 'Einen Prüfpunkt signieren',
  'how_key-checkpoint':
    'Er beweist später, was wann festgehalten wurde. Bewahren Sie ihn und diesen Durchgang als Datei dort auf, wo dieser Rechner sie nicht ändern kann.',

  'what_card-revoke': 'Das Identitätszertifikat sperren',
  'how_card-revoke':
    'Das hält die Karte sofort auf: Mit einer gesperrten Identität meldet sich niemand an, und ihre Stimmen zu offenen Anfragen zählen nicht mehr. Ein CA-Operator genügt. Aussetzen tut dasselbe, solange die Karte noch auftauchen kann.',
  'what_card-list': 'Eine neue Sperrliste signieren',
  'how_card-list': 'Andere Arbeitsbereiche und wer Belege prüft erfahren es erst durch die Liste.',
  'what_card-roster': 'Das Zertifikat aus dem Verzeichnis nehmen',
  'how_card-roster':
    'Dauert es bis zur neuen Karte, schlagen Sie vor, den Operator zu entfernen; ist sie schon da, schlagen Sie das neue Zertifikat an seiner Stelle vor. Eine Entfernung, nach der es weniger Freigebende gäbe als nötige Stimmen, wird abgelehnt: Warten Sie dann auf die neue Karte oder senken Sie die Zahl der Stimmen. Andere stimmen ab; reichen sie nicht, tun es die Notfallschlüssel. Die verlorene Karte darf es nicht.',
  'what_card-quorum': 'Sehen, wer noch entscheiden kann',
  'how_card-quorum':
    'Gibt es weniger Freigebende als nötige Stimmen, wird nichts ausgestellt, und das Verzeichnis lässt sich nur mit den Notfallschlüsseln ändern. Holen Sie sie, bevor Sie sie brauchen.',
  'what_card-signed': 'Durchgehen, was die Karte signiert hat',
  'how_card-signed':
    'Sehen Sie sich Protokolleinträge, Stimmen und Vorschläge dieses Operators an, seit die Karte zuletzt sicher in guten Händen war. Machen Sie rückgängig, wovon der Operator nichts weiß; ziehen Sie Vorschläge zurück.',
  'what_card-others': 'An andere Schlüssel auf der Karte denken',
  'how_card-others':
    'Waren auch Schlüssel von Schlüsselgruppen oder Zertifizierungsstellen darauf, beginnen Sie dafür den Leitfaden „Ein Token ist verloren“.',
  'what_card-new': 'Eine neue Karte vorbereiten',
  'how_card-new': 'Initialisieren Sie sie mit einer neuen PIN, die nur der Operator kennt.',
  'what_card-identity': 'Einen neuen Identitätsschlüssel erzeugen und zertifizieren',
  'how_card-identity':
    'Der Operator erzeugt auf der neuen Karte den nächsten Schlüssel der Identitätsgruppe; seine Anfrage wird persönlich bestätigt und von der Zertifizierungsstelle für Identitäten mit den üblichen Stimmen ausgestellt.',
  'what_card-enrol': 'Den Operator wieder aufnehmen',
  'how_card-enrol':
    'Schlagen Sie das neue Zertifikat für den Operator vor, oder tragen Sie ihn nach einer Entfernung neu ein, und lassen Sie die anderen abstimmen.',
  'what_card-checkpoint': 'Einen Prüfpunkt signieren',
  'how_card-checkpoint':
    'Mit einer Karte, die nicht in Zweifel steht. Er beweist später, was wann festgehalten wurde. Bewahren Sie ihn und diesen Durchgang als Datei anderswo auf.',

  'what_ca-look': 'Sehen, was an der Zertifizierungsstelle hängt',
  'how_ca-look':
    'Wie lange sie gilt, was sie ausgestellt hat, welche Partner sie bedient. Lassen Sie den Partnern Wochen, nicht Tage. Sichern Sie den Arbeitsbereich, bevor Sie beginnen.',
  'what_ca-roll': 'Neuen Schlüssel und neues Zertifikat machen',
  'how_ca-roll':
    'Wechseln Sie den Schlüssel mit Kreuzzertifikaten in beide Richtungen: Wer nur einem von beiden vertraut, findet dann einen Pfad. Nach einer Kompromittierung des alten Schlüssels machen Sie keine.',
  'what_ca-list': 'Die erste Liste der neuen Zertifizierungsstelle signieren',
  'how_ca-list': 'Wer auf einer Liste besteht, lehnt alles unter einer Stelle ab, die keine hat.',
  'what_ca-anchors': 'Identitäten der Operatoren nachziehen',
  'how_ca-anchors':
    'Ist sie eine Wurzel für Identitäten, schlagen Sie die alte und die neue Wurzel zusammen als Anker des Verzeichnisses vor. Sonst lässt sich niemand mit einem neuen Identitätszertifikat eintragen.',
  'what_ca-publish': 'Die neue Kette bekannt machen',
  'how_ca-publish':
    'Geben Sie den Partnern das neue Zertifikat, beide Kreuzzertifikate und die neue Liste, und legen Sie Liste und Zertifikate dorthin, wo sie nachgeschlagen werden.',
  'what_ca-trust': 'Warten, bis die Partner ihr vertrauen',
  'how_ca-trust':
    'Jeder Partner übernimmt das neue Zertifikat und vergleicht dessen SHA-256 auf einem anderen Weg als dem der Datei. Notieren Sie, wer es bestätigt hat. Stellen Sie einem Partner vorher nichts unter der neuen Zertifizierungsstelle aus.',
  'what_ca-serve': 'Die neue Zertifizierungsstelle die Partner bedienen lassen',
  'how_ca-serve':
    'Tragen Sie sie bei jedem Partner ein, den die alte bedient; sonst lehnen die Prüfungen ihre Zertifikate ab. Lassen Sie die alte dort stehen, bis sie außer Dienst ist.',
  'what_ca-policy': 'Ihr die Richtlinie geben',
  'how_ca-policy':
    'Eine Richtlinie der alten Zertifizierungsstelle gilt nicht für die neue. Setzen Sie dieselbe oder eine engere, oder schlagen Sie sie vor. Ohne eigene gilt die des Arbeitsbereichs.',
  'what_ca-renew': 'Erneuerungen auf die neue Zertifizierungsstelle umstellen',
  'how_ca-renew':
    'Bereiten Sie Erneuerungen von jetzt an unter der neuen Zertifizierungsstelle vor. Was die alte ausgestellt hat, gilt bis zu seinem Ende.',
  'what_ca-standing': 'Dauergenehmigungn neu machen',
  'how_ca-standing':
    'Eine Regel nennt ihre Zertifizierungsstelle. Schlagen Sie neue aus Zertifikaten der neuen Zertifizierungsstelle vor, und stoppen Sie die alten, wenn die neuen gelten.',
  'what_ca-retire': 'Die alte Zertifizierungsstelle außer Dienst stellen',
  'how_ca-retire': 'Wenn unter ihr nichts mehr auszustellen ist. Listen signiert sie weiter.',
  'what_ca-end': 'Ihre Listen weiterführen, bis das letzte Zertifikat geendet hat',
  'how_ca-end':
    'Bis dahin muss ihr Schlüssel im Token bleiben. Notieren Sie hier, wer sich darum kümmert; die Seite Fällig sagt, wann eine Liste endet.',
  'what_ca-checkpoint': 'Einen Prüfpunkt signieren',
  'how_ca-checkpoint':
    'Er beweist später, was wann festgehalten wurde. Bewahren Sie ihn und diesen Durchgang als Datei dort auf, wo dieser Rechner sie nicht ändern kann.',

  'what_clock-stop': 'Vorerst nichts signieren',
  'how_clock-stop':
    'Solange die Konsole weiß, dass die Uhr falsch geht, führt sie nichts Fälliges aus. Was Menschen von Hand signieren, hält niemand auf: Sagen Sie es ihnen.',
  'what_clock-since': 'Herausfinden, seit wann',
  'how_clock-since':
    'Vergleichen Sie das Prüfprotokoll mit etwas von außen: E-Mails, Protokollen anderer Rechner. Tragen Sie die Zeit oben ein: Von da an zählen die Schritte unten.',
  'what_clock-correct': 'Die Uhr richtig stellen',
  'how_clock-correct':
    'Stellen Sie Zeit und Zeitdienst des Rechners richtig. Sagt die Konsole dann immer noch, dass die Uhr gesprungen ist oder hinter dem letzten Protokolleintrag steht, bestätigt ein Freigebender oder CA-Operator, dass sie jetzt richtig geht; das wird festgehalten.',
  'what_clock-signed': 'Sehen, was in der Zeit signiert wurde',
  'how_clock-signed':
    'Zertifikate, Listen und Stimmen tragen die falsche Zeit. Die Reihenfolge im Prüfprotokoll stimmt, die Zeiten nicht. Notieren Sie, was neu zu machen ist.',
  'what_clock-certificates': 'Zertifikate mit falschen Zeiten ansehen',
  'how_clock-certificates':
    'Eines, das zu spät beginnt, lehnen Partner bis dahin ab; eines mit verschobener Zeit endet am falschen Tag. Sperren Sie mit superseded, was ein Partner nicht brauchen kann, und stellen Sie neu aus.',
  'what_clock-requests': 'Offene Anfragen neu vorbereiten',
  'how_clock-requests':
    'Die Zeiten stehen fest, sobald eine Anfrage vorbereitet ist. Geben Sie auf, was in der Zeit vorbereitet wurde, und bereiten Sie es neu vor. Stimmen, die einen Zeitpunkt nach jetzt nennen, zählen nicht.',
  'what_clock-lists': 'Sperrlisten ansehen',
  'how_clock-lists':
    'Eine Liste mit einem Datum in der Zukunft kann bei anderen abgelehnt werden, und keine weitere wird signiert, bis ihre Zeit gekommen ist. Sagen Sie es den Partnern; im Notfall vertrauen sie selbst dem Zertifikat nicht mehr.',
  'what_clock-due': 'Ausführen, was gewartet hat',
  'how_clock-due':
    'Enden abgelöster Zertifikate, Listen und Erneuerungen können zu spät oder zu früh gekommen sein. Sehen Sie die Liste an, bevor Sie sie ausführen.',
  'what_clock-tell': 'Denen Bescheid geben, die es betrifft',
  'how_clock-tell':
    'Partnern, deren Zertifikate falsche Zeiten haben, und wer sich auf Zeiten des Prüfprotokolls verlässt: seit wann, bis wann, um wie viel.',
  'what_clock-checkpoint': 'Einen Prüfpunkt signieren',
  'how_clock-checkpoint':
    'Mit der richtigen Zeit: Er zeigt, wo das Log stand, als die Uhr wieder stimmte. Bewahren Sie ihn und diesen Durchgang als Datei anderswo auf.',
};
