"""Words about those whom the Strategy hears: adoption, independent readings, challenges, training, the council."""

from typing import Final

TEXTS: Final[dict[str, tuple[str, str]]] = {
    "heard.title_line": ("Quem se ouviu", "Who was heard"),
    "heard.adoption": (
        "{n} de {of} {of:município disse|municípios disseram} o que {of:adota|adotam} das {RECOMMENDATIONS}"
        " recomendações, e {others} {others:CIM ou AM|CIM ou AM}.",
        "{n} of {of} {of:municipality has|municipalities have} said what they adopt of the {RECOMMENDATIONS}"
        " recommendations, and {others} {others:intermunicipal community|intermunicipal communities}.",
    ),
    "heard.adoption_degrees": (
        "{adotada} {adotada:adotada|adotadas}, {adaptada} {adaptada:adaptada|adaptadas}, {nao_adotada}"
        " {nao_adotada:não adotada|não adotadas}.",
        "{adotada} adopted, {adaptada} adapted, {nao_adotada} not adopted.",
    ),
    "heard.governs": (
        "{n} {n:território disse|territórios disseram} que plano e que estrutura {n:tem|têm}.",
        "{n} {n:territory has|territories have} said what plan and unit {n:it has|they have}.",
    ),
    "heard.adoption_none": (
        "Ainda ninguém disse o que adota das {RECOMMENDATIONS} recomendações.",
        "Nobody has said yet what they adopt of the {RECOMMENDATIONS} recommendations.",
    ),
    "heard.adoption_unasked": ("Ainda não o pedimos a ninguém.", "We have not asked anybody yet."),
    "heard.adoption_asked": (
        "Pedido a {n} {n:território|territórios}.",
        "Asked of {n} {n:territory|territories}.",
    ),
    "heard.readings": (
        "{n} de {of} {of:ação tem|ações têm} leitura independente: {degrees}.",
        "{n} of {of} {of:action has|actions have} an independent reading: {degrees}.",
    ),
    "heard.readings_none": (
        "Nenhuma das {ACTIONS} ações tem ainda leitura independente.",
        "None of the {ACTIONS} actions has an independent reading yet.",
    ),
    "heard.challenges": (
        "{challenges} {challenges:desafio aberto|desafios abertos}, {risks} {risks:risco aberto|riscos abertos} e"
        " {lessons} {lessons:lição por acolher|lições por acolher}; {closed} {closed:fechado|fechados}.",
        "{challenges} open {challenges:challenge|challenges}, {risks} open {risks:risk|risks} and"
        " {lessons} {lessons:lesson|lessons} to be taken up; {closed} closed.",
    ),
    "heard.challenges_none": (
        "Ainda não há desafios, riscos nem lições registados.",
        "No challenges, risks or lessons are on record yet.",
    ),
    "heard.training": (
        "{n} {n:sessão|sessões} de formação, {hours} h, {presences} {presences:presença|presenças}; {places}"
        " {places:território nomeado|territórios nomeados}.",
        "{n} training {n:session|sessions}, {hours} h, {presences} {presences:presence|presences}; {places}"
        " {places:territory named|territories named}.",
    ),
    "heard.training_none": (
        "Ainda não há sessões de formação registadas.",
        "No training sessions are on record yet.",
    ),
    "heard.council": (
        "{seats} {seats:lugar|lugares} no Conselho Consultivo; {opinions} {opinions:parecer|pareceres}; {waiting}"
        " {waiting:matéria sem parecer|matérias sem parecer}; {unfollowed} {unfollowed:parecer|pareceres} à espera do"
        " que a ECE faz.",
        "{seats} {seats:seat|seats} on the advisory council; {opinions} {opinions:opinion|opinions}; {waiting}"
        " {waiting:matter|matters} without an opinion; {unfollowed} {unfollowed:opinion|opinions} waiting for what the"
        " ECE does.",
    ),
    "heard.council_next": ("Próxima sessão: {date}.", "Next session: {date}."),
    "heard.council_uncalled": ("Não há sessão convocada.", "No session has been called."),
    "heard.council_none": (
        "Não há registo de quem compõe o Conselho Consultivo, nem de o terem convocado.",
        "Nothing is on record of who sits on the advisory council, nor of its having been called.",
    ),
    "heard.empty_line": ("Ainda sem registo:", "Nothing on record yet:"),
    "heard.how": (
        "Quem tem o papel escreve em «A minha parte», e a EATA liberta; na instalação sem contas, escreve quem a gere.",
        "Who has the role writes in «My part», and EATA releases it; where nobody signs in, who runs the installation.",
    ),
    "heard.by": ("{by}, {date}", "{by}, {date}"),
    "heard.document": ("documento", "document"),
    "heard.none": ("–", "–"),
    "adoption.title": (
        "Que adotam os municípios das {RECOMMENDATIONS} recomendações?",
        "What do municipalities adopt of the {RECOMMENDATIONS} recommendations?",
    ),
    "adoption.by_recommendation": ("Por recomendação", "By recommendation"),
    "adoption.by_region": ("Por região (NUTS II), só municípios", "By region (NUTS II), municipalities alone"),
    "adoption.by_place": ("Quem já disse", "Who has spoken"),
    "adoption.col.adotada": ("Adotam", "Adopt"),
    "adoption.col.adaptada": ("Adaptam", "Adapt"),
    "adoption.col.nao_adotada": ("Não adotam", "Do not adopt"),
    "adoption.col.silent": ("Sem palavra", "No word"),
    "adoption.col.asked": ("Pedido a", "Asked of"),
    "adoption.col.spoke": ("Disseram", "Spoke"),
    "adoption.col.region": ("Região", "Region"),
    "adoption.col.place": ("Território", "Territory"),
    "adoption.col.plan": ("Plano ou estratégia local", "Local plan or strategy"),
    "adoption.col.unit": ("Quem governa", "Who governs it"),
    "adoption.col.said": ("Dito por", "Said by"),
    "adoption.note": (
        "Cada um só conta com a sua última palavra. Sem palavra não é «não adota»; dos municípios a quem nunca se"
        " pediu, nada se conclui.",
        "Each counts with its last word alone. No word is not «does not adopt»; nothing follows of municipalities that"
        " were never asked.",
    ),
    "adoption.all": ("País", "Country"),
    "readings.title": ("Que dizem os leitores independentes?", "What do independent readers say?"),
    "readings.table": ("As três vozes, lado a lado", "The three voices side by side"),
    "readings.col.action": ("Ação", "Action"),
    "readings.col.word": ("Palavra do responsável", "The owner’s word"),
    "readings.col.public": ("Prova pública", "Public evidence"),
    "readings.col.read": ("Leitura independente", "Independent reading"),
    "readings.scale": (
        "Escala do mecanismo de avaliação da Parceria para o Governo Aberto: sem prova, não começou, limitada,"
        " substancial, completa. Cada voz fica na sua coluna: nenhuma corrige outra, e não se tira média de nenhuma.",
        "Scale of the Open Government Partnership’s reporting mechanism: no evidence, not started, limited,"
        " substantial, complete. Each voice keeps to its column: none corrects another, and none is averaged.",
    ),
    "readings.pages": ("{n} {n:página|páginas}", "{n} {n:page|pages}"),
    "readings.rest": (
        "{n} {n:ação|ações} sem leitura independente não se mostram aqui.",
        "{n} {n:action|actions} without an independent reading are not shown here.",
    ),
    "challenges.title": (
        "Que entrava as ações, e que se aprendeu?",
        "What holds the actions back, and what was learnt?",
    ),
    "challenges.open": ("Por tratar", "Not yet dealt with"),
    "challenges.closed": ("Fechados", "Closed"),
    "challenges.col.action": ("Ação", "Action"),
    "challenges.col.text": ("O que é", "What it is"),
    "challenges.col.owner": ("Quem trata", "Who sees to it"),
    "challenges.col.since": ("Visto em", "Seen on"),
    "challenges.col.state": ("Estado", "State"),
    "challenges.days": ("há {n} {n:dia|dias}", "{n} {n:day|days} ago"),
    "training.title": ("Até onde chegou a formação?", "How far has training reached?"),
    "training.table": ("Sessões", "Sessions"),
    "training.by_audience": ("Para quem", "For whom"),
    "training.col.title": ("Sessão", "Session"),
    "training.col.by": ("Quem a deu", "Who gave it"),
    "training.col.on": ("Dia", "Day"),
    "training.col.audience": ("Para quem", "For whom"),
    "training.col.hours": ("Horas", "Hours"),
    "training.col.people": ("Presenças", "Presences"),
    "training.col.sessions": ("Sessões", "Sessions"),
    "training.col.places": ("Territórios", "Territories"),
    "training.note": (
        "Presenças, não pessoas: quem veio a duas sessões conta duas vezes. Horas de sessão, não horas vezes pessoas.",
        "Presences, not people: who came to two sessions counts twice. Hours of sessions, not hours times people.",
    ),
    "region.adoption": (
        "Que adotam os municípios da região das {RECOMMENDATIONS} recomendações",
        "What the municipalities of the region adopt of the {RECOMMENDATIONS} recommendations",
    ),
    "region.adoption_none": (
        "Nenhum município da região disse ainda o que adota.",
        "No municipality of the region has said yet what it adopts.",
    ),
    "questions.title": ("Que perguntam os cidadãos, e que se responde?", "What do citizens ask, and what is answered?"),
    "questions.none": ("Ainda ninguém perguntou nada.", "Nobody has asked anything yet."),
    "questions.answer": (
        "{n} {n:pergunta respondida|perguntas respondidas} em público; {waiting} à espera de resposta.",
        "{n} {n:question|questions} answered in public; {waiting} waiting for an answer.",
    ),
    "questions.off": (
        "Nesta instalação não se recebem perguntas: ninguém entra com conta para as ler.",
        "This installation takes no questions: nobody signs in to read them.",
    ),
    "questions.sort": ("O que é", "What it is"),
    "questions.pergunta": ("pergunta", "question"),
    "questions.erro": ("aviso de erro", "error report"),
    "questions.about": ("Sobre que indicador (se for sobre um)", "About which indicator (if it is about one)"),
    "questions.text": ("Texto", "Text"),
    "questions.nothing_kept": (
        "Não escrever nomes, moradas nem contactos: a resposta é pública. De quem pergunta não se guarda nada; o texto"
        " só fica público depois de lido, e apaga-se em {n} {n:dia|dias} se ninguém lhe responder.",
        "Write no names, addresses or contacts: the answer is public. Nothing is kept of who asks; the text becomes"
        " public only once it was read, and is erased in {n} {n:day|days} if nobody answers it.",
    ),
    "questions.send": ("Enviar", "Send"),
    "questions.kept": (
        "Recebida com o número {number}. A resposta aparece nesta página, com esse número.",
        "Received under the number {number}. The answer will stand on this page, under that number.",
    ),
    "questions.waiting": ("À espera de resposta", "Waiting for an answer"),
    "questions.waiting_n": ("{n} {n:pergunta|perguntas} por ler.", "{n} {n:question|questions} to be read."),
    "questions.published": ("publicada", "published"),
    "questions.unread": ("As perguntas não se conseguem ler agora.", "The questions cannot be read now."),
    "questions.which": ("Pergunta", "Question"),
    "questions.shown": (
        "A pergunta como se publica (tirar o que for de alguém)",
        "The question as it is published (take out what is somebody’s)",
    ),
    "questions.reply": ("Resposta pública", "Public answer"),
    "questions.why": ("Para pôr de lado: porquê", "To put aside: why"),
    "questions.publish": ("Publicar com a resposta", "Publish with the answer"),
    "questions.aside": ("Pôr de lado e apagar o texto", "Put aside and erase the text"),
    "council.title": (
        "Que diz o Conselho Consultivo, e que se faz com isso?",
        "What does the advisory council say, and what is done with it?",
    ),
    "council.seats": ("Quem o compõe hoje", "Who sits on it today"),
    "council.sessions": ("Convocatórias", "Convocations"),
    "council.matters": ("Matérias que lhe foram postas", "Matters put to it"),
    "council.opinions": ("Pareceres e recomendações", "Opinions and recommendations"),
    "council.col.organisation": ("Instituição", "Institution"),
    "council.col.side": ("Em que qualidade", "In which capacity"),
    "council.col.domains": ("Domínios", "Domains"),
    "council.col.since": ("Desde", "Since"),
    "council.col.session": ("Sessão", "Session"),
    "council.col.called": ("Convocado em", "Called on"),
    "council.col.who": ("Convocados", "Called"),
    "council.col.matter": ("Matéria", "Matter"),
    "council.col.put": ("Posta por", "Put by"),
    "council.col.opinion": ("Parecer", "Opinion"),
    "council.col.given": ("Dado em", "Given on"),
    "council.col.done": ("Que fez a ECE", "What the ECE did"),
    "council.all_domains": ("todos", "all"),
    "council.waiting": ("sem parecer ainda", "no opinion yet"),
    "council.answered": ("tem parecer", "has an opinion"),
    "council.own": ("por iniciativa própria", "of its own accord"),
    "council.not_told": ("Ainda não disse.", "Not said yet."),
    "council.text": (
        "O texto não diz quando reúne: é designado pela ECG, sob proposta da EATA, e convocado pela ECE.",
        "The text does not say when it meets: the ECG appoints it, as EATA proposes, and the ECE calls it.",
    ),
}
