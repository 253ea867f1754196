# docker build -t ayni . && docker run -p 8000:8000 ayni
# A survey of your own: docker run -p 8000:8000 -v /surveys:/surveys:ro ayni --data /surveys/EH2019_Pers_csv.csv
FROM python:3.12-slim
COPY . /src
RUN pip install --no-cache-dir '/src[survey]' && rm -rf /src && useradd --create-home ayni
USER ayni
EXPOSE 8000
ENTRYPOINT ["ayni", "serve", "--host", "0.0.0.0", "--host-name", "localhost"]
